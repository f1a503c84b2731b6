/** The one mutable thing: takes events, cancels them, sums them up, forgets. Each change is whole or not at all, and ends by ringing the bell. */
import { Account, type AccountName } from './account.ts';
import { Bell } from './bell.ts';
import type { Clock } from './clock.ts';
import { EventLog, type Selection } from './event-log.ts';
import { type EventInput, type InvalidCode, type MeterEvent, read } from './events.ts';
import { IdentifierWindow, WINDOW_MS } from './identifiers.ts';
import { LaggingTotals } from './lagging-totals.ts';
import { DEFAULT_KEYS, type Meter, type MeterDefinition, Meters } from './meters.ts';
import type { Random } from './random.ts';
import { type Refusal, refuse } from './rules.ts';
import type { Stretch, Summary, Usage } from './usage.ts';

/** What an engine is made of. */
export interface EngineOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Events kept for inspection and cancelling. */
  readonly retain: number;
  /** Whether unknown meters and customers are refused. */
  readonly strict: boolean;
  /** Seconds on the clock until an event shows in totals. */
  readonly summaryLagSeconds: number;
  /** Told of each meter that the engine made on its own. */
  readonly onMeterMade?: ((meter: Meter, account: AccountName) => void) | undefined;
  /** Told of each event that was taken and does not count. */
  readonly onInvalid?: ((event: MeterEvent) => void) | undefined;
}

/** How an event is to be taken. */
export interface RecordOptions {
  /** Whether a value of too many digits is refused at once, as newer API versions do, rather than taken and found invalid. */
  readonly refuseManyDigits?: boolean;
  /** Check everything and keep nothing: the fault `success_without_recording`. */
  readonly discard?: boolean;
  /** Received at this time in milliseconds rather than now: for fixtures. After later events, its identifier is held a little longer: from the last of them. */
  readonly receivedMs?: number;
  /** Counted by this meter, whatever its state, without asking for meter and customer again: for saved states. */
  readonly meter?: Meter | undefined;
}

/** What became of an event. */
export type RecordOutcome = { readonly outcome: 'recorded'; readonly event: MeterEvent } | { readonly outcome: 'duplicate' } | Refusal;

/** What became of an adjustment. `let_go`: the identifier is held, but inspection has let the event go. */
export type CancelOutcome = 'cancelled' | 'already_cancelled' | 'no_active_meter' | 'not_found' | 'too_late' | 'let_go';

/** The scope, no account's, in which events claim a number in the place of an identifier that is free again. */
const EXPIRED = 0;

/** Accounts, their events and their identifiers; what a replica could share. */
export class Engine {
  readonly clock: Clock;
  readonly random: Random;
  readonly bell = new Bell();
  readonly options: EngineOptions;
  #accounts = new Map<string, Account>();
  #byScope = new Map<number, Account>();
  #events: EventLog;
  #identifiers = new IdentifierWindow();
  #totals: LaggingTotals;
  #scopes = 0;
  #life = 0;
  #lastReceivedMs = 0;

  constructor(options: EngineOptions) {
    this.options = options;
    this.clock = options.clock;
    this.random = options.random;
    this.#events = this.#newEvents();
    this.#totals = this.#newTotals();
  }

  /** The account of that name, made when first asked for. */
  account(name: AccountName): Account {
    const key = keyOf(name);
    let account = this.#accounts.get(key);
    if (account === undefined) {
      account = this.#newAccount(name);
      this.#accounts.set(key, account);
      this.#byScope.set(account.scope, account);
    }
    return account;
  }

  /** Every account that anything happened in. */
  accounts(): Account[] {
    return [...this.#accounts.values()].filter((account) => !account.isUntouched);
  }

  /** The events still kept for inspection that match, newest first, starting below the number `before` when given. */
  events(selection: Selection = {}, before?: number): Generator<MeterEvent> {
    return this.#events.newestFirst(selection, before);
  }

  /** How many of the events still kept match. */
  countEvents(selection: Selection): number {
    return this.#events.count(selection);
  }

  /** Changes with every reset: what was counted before it is no more. */
  get life(): number {
    return this.#life;
  }

  /** Identifiers in memory, and the bytes that takes. */
  get window(): { readonly size: number; readonly bytes: number } {
    return { size: this.#identifiers.size, bytes: this.#identifiers.bytes };
  }

  /** Takes an event, or says why not. A refused event leaves no trace and holds no identifier. */
  record(name: AccountName, input: EventInput, options: RecordOptions = {}): RecordOutcome {
    const receivedMs = options.receivedMs ?? this.clock.now();
    const account = this.account(name);
    const rules = { strict: this.options.strict, manyDigits: options.refuseManyDigits ?? false, saved: options.meter !== undefined };
    const refusal = refuse(account, input, receivedMs, rules);
    if (refusal !== undefined) return refusal;
    if (!this.#claim(account, input, receivedMs, options.discard)) {
      account.counts.duplicate++;
      return { outcome: 'duplicate' };
    }
    const event = this.#eventOf(account, input, receivedMs, options);
    if (!options.discard) this.#keep(account, event);
    return { outcome: 'recorded', event };
  }

  /** Whether an event of that identifier would be a duplicate. */
  isHeld(name: AccountName, identifier: string, atMs: number = this.clock.now()): boolean {
    return this.#identifiers.holder(this.account(name).scope, identifier, atMs) !== 0;
  }

  /** Takes an event back out of every total. Only within 24 hours of its receipt (around.md 2.3). That its identifier stays held: not recorded. */
  cancel(name: AccountName, eventName: string, identifier: string): CancelOutcome {
    const account = this.account(name);
    if (account.meters.active(eventName) === undefined) return 'no_active_meter';
    const sequence = this.#identifiers.holder(account.scope, identifier, this.clock.now());
    if (sequence === 0) return this.#wasTaken(account, identifier) ? 'too_late' : 'not_found';
    const event = this.#events.at(sequence);
    if (event === undefined) return 'let_go';
    if (event.eventName !== eventName || event.identifier !== identifier) return 'not_found';
    if (!this.#isCancellable(sequence)) return 'too_late';
    if (event.cancelled) return 'already_cancelled';
    this.cancelEvent(event);
    return 'cancelled';
  }

  /** Cancels an event without asking whether it is too late: for saved states. */
  cancelEvent(event: MeterEvent): void {
    const account = this.account(event);
    this.#totals.remove(account, event);
    this.#events.cancel(event.sequence);
    account.counts.cancelled++;
    this.bell.ring();
  }

  /** The usage of a customer on a meter, newest bucket first. */
  summarize(name: AccountName, meter: Meter, customer: string, stretch: Stretch): Summary[] {
    return this.usage(name).summarize(meter, customer, stretch);
  }

  /** All usage of an account that shows by now. */
  usage(name: AccountName): Usage {
    this.#totals.settle();
    return this.account(name).usage;
  }

  /** Forgets one account. Its identifiers are free at once; the clock stays where it is. */
  resetAccount(name: AccountName): void {
    const account = this.#accounts.get(keyOf(name));
    if (account === undefined) return;
    this.#totals.forget(account);
    this.#life++;
    this.#accounts.delete(keyOf(name));
    this.#byScope.delete(account.scope);
    this.bell.ring();
  }

  /** Forgets everything; the clock and the randomness start again. */
  reset(): void {
    this.clock.reset();
    this.random.reset();
    this.#life++;
    this.#accounts = new Map();
    this.#byScope = new Map();
    this.#events = this.#newEvents();
    this.#identifiers = new IdentifierWindow();
    this.#totals = this.#newTotals();
    this.#lastReceivedMs = 0;
    this.bell.ring();
  }

  #countInvalid(account: Account, event: MeterEvent, code: InvalidCode): void {
    account.counts.invalid++;
    account.counts.invalidByCode[code] = (account.counts.invalidByCode[code] ?? 0) + 1;
    this.options.onInvalid?.(event);
  }

  #newEvents(): EventLog {
    return new EventLog(this.options.retain, (scope) => this.#byScope.get(scope));
  }

  #newTotals(): LaggingTotals {
    return new LaggingTotals(this.clock, this.options.summaryLagSeconds * 1000);
  }

  #newAccount(name: AccountName): Account {
    return new Account({ account: name.account, livemode: name.livemode }, ++this.#scopes, this.random, (sequence) => this.#isCancellable(sequence));
  }

  #isCancellable(sequence: number): boolean {
    const receivedMs = this.#events.receivedMs(sequence);
    return receivedMs === undefined ? sequence >= this.#events.next : this.clock.now() - receivedMs < WINDOW_MS;
  }

  #wasTaken(account: Account, identifier: string): boolean {
    const matches = (event: MeterEvent) => event.scope === account.scope && event.identifier === identifier;
    return !this.#events.newestFirst({ texts: [identifier], matches }).next().done;
  }

  /** Claims the identifier; every event kept makes exactly one claim, so that ordinals are sequence numbers. */
  #claim(account: Account, input: EventInput, receivedMs: number, discard = false): boolean {
    const atMs = Math.max(receivedMs, this.#lastReceivedMs);
    if (discard) return this.#identifiers.holder(account.scope, input.identifier, atMs) === 0;
    if (this.clock.now() - receivedMs >= WINDOW_MS) return this.#identifiers.claim(EXPIRED, `${this.#events.next}`, atMs) !== 0;
    return this.#identifiers.claim(account.scope, input.identifier, atMs) !== 0;
  }

  #eventOf(account: Account, input: EventInput, receivedMs: number, options: RecordOptions): MeterEvent {
    const meter = options.meter ?? account.meters.active(input.eventName) ?? this.#makeMeter(account, input.eventName, options.discard ?? false);
    const { customer, value, invalid } = read(meter, input.payload); // not spread into the event: in a long run's profile, V8 then wrote each by its slow path
    return {
      sequence: this.#events.next,
      account: account.name.account,
      livemode: account.name.livemode,
      scope: account.scope,
      eventName: input.eventName,
      identifier: input.identifier,
      payload: input.payload,
      timestamp: input.timestamp,
      requestId: input.requestId,
      idempotencyKey: input.idempotencyKey,
      receivedMs,
      meter,
      customer,
      value,
      invalid,
      cancelled: false,
    };
  }

  #makeMeter(account: Account, eventName: string, discard: boolean): Meter {
    const definition: MeterDefinition = { displayName: eventName, eventName, formula: 'sum', ...DEFAULT_KEYS, eventTimeWindow: null };
    const meters = discard ? new Meters(this.random, account.name.livemode) : account.meters;
    const meter = meters.create(definition, this.clock.nowSeconds(), true) as Meter;
    if (!discard) this.options.onMeterMade?.(meter, account.name);
    return meter;
  }

  #keep(account: Account, event: MeterEvent): void {
    this.#lastReceivedMs = Math.max(event.receivedMs, this.#lastReceivedMs);
    this.#events.push(event);
    account.counts.taken++;
    if (event.invalid === null) this.#totals.add(account, event);
    else this.#countInvalid(account, event, event.invalid);
    this.bell.ring(this.#events.has(event.sequence) ? event : undefined); // whoever waits only knows what is kept
  }
}

/** What accounts are kept by: test and live mode never meet. */
function keyOf(name: AccountName): string {
  return name.livemode ? `live/${name.account}` : name.account;
}
