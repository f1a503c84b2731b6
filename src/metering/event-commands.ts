/** What commands do to events: record them, let them show in totals, take them back. */
import type { Account } from './account.ts';
import { secondsOf } from './account-commands.ts';
import type { Accounts } from './accounts.ts';
import type { EngineOptions } from './engine.ts';
import { countedValue, customerOf, invalidCode, type MeterEvent } from './event.ts';
import type { EventLog } from './event-log.ts';
import { madeMeterId } from './ids.ts';
import { DEFAULT_KEYS, type Meter } from './meter.ts';
import type { CancelOutcome, MeteringCommands, RecordOutcome } from './metering-commands.ts';
import { type EventRefusal, refuse, WINDOW_MS } from './rules.ts';

type RecordCommand = MeteringCommands['record_event'];

/** Dependencies of the event commands. */
export interface EventCommandsOptions extends EngineOptions {
  readonly accounts: Accounts;
  /** The events as they are kept now: a reset puts others in their place. */
  readonly events: () => EventLog;
  /** Puts in the meter that an event makes. */
  readonly createMeter: (account: Account, meter: Meter) => void;
}

/** Changes events and totals. */
export class EventCommands {
  readonly #options: EventCommandsOptions;

  constructor(options: EventCommandsOptions) {
    this.#options = options;
  }

  record(command: RecordCommand): RecordOutcome {
    const { accounts } = this.#options;
    const refusal = this.#refusalOf(accounts.get(command.account), command);
    if (refusal !== undefined) return this.#refused(command, refusal);
    const account = accounts.open(command.account);
    const event = this.#claim(account, command);
    if (event === undefined) {
      account.counts.duplicate++;
      return this.#refused(command, { outcome: 'duplicate' });
    }
    this.#count(account, event, command.atMs);
    if (command.cancelled) this.#takeBack(account, event);
    return { outcome: 'recorded', event };
  }

  /** What would become of an event, without taking it. */
  rehearse(command: RecordCommand): RecordOutcome {
    const account = this.#options.accounts.get(command.account);
    const refusal = this.#refusalOf(account, command);
    if (refusal !== undefined) return refusal;
    const { input, atMs } = command;
    const events = this.#options.events();
    if (events.holder(account, input.identifier, atMs) !== 0) return { outcome: 'duplicate' };
    const meter = account.meters.active(input.eventName) ?? this.#meterFor(command);
    return { outcome: 'recorded', event: eventOf(command, account, meter, events.next) };
  }

  cancel(command: MeteringCommands['cancel_event']): CancelOutcome {
    const { eventName, identifier, atMs } = command;
    const account = this.#options.accounts.get(command.account);
    if (account.meters.active(eventName) === undefined) return { outcome: 'no_active_meter' };
    const events = this.#options.events();
    const sequence = events.holder(account, identifier, atMs);
    if (sequence === 0) {
      return { outcome: wasTaken(events, account, identifier) ? 'too_late' : 'not_found' };
    }
    const event = events.at(sequence);
    if (event === undefined) return { outcome: 'evicted' };
    if (event.eventName !== eventName) return { outcome: 'not_found' };
    if (atMs - event.receivedMs >= WINDOW_MS) return { outcome: 'too_late' };
    if (event.cancelled) return { outcome: 'already_cancelled' };
    this.#takeBack(account, event);
    return { outcome: 'cancelled', event: { ...event, cancelled: true } };
  }

  #refusalOf(account: Account, command: RecordCommand): EventRefusal | undefined {
    const { input, atMs, receivedMs = atMs, meterId, refuseManyDigits = false } = command;
    const { strict } = this.#options;
    const rules = { strict, manyDigits: refuseManyDigits, saved: meterId !== undefined };
    return refuse(account, input, receivedMs, rules);
  }

  #refused<R extends EventRefusal | { readonly outcome: 'duplicate' }>(
    { account, input }: RecordCommand,
    refusal: R,
  ): R {
    const { feed } = this.#options;
    if (feed.hears('event_refused')) {
      feed.publish({ kind: 'event_refused', account, input, refusal });
    }
    return refusal;
  }

  /** Claims the identifier and keeps the event; `undefined` when the identifier is held. */
  #claim(account: Account, command: RecordCommand): MeterEvent | undefined {
    const { input, atMs, sharedMs, receivedMs = atMs } = command;
    const claim = {
      account,
      identifier: input.identifier,
      receivedMs,
      sharedMs,
      ownClock: this.#options.clocks.hasOwn(account.name.account),
      expired: atMs - receivedMs >= WINDOW_MS,
    };
    return this.#options
      .events()
      .record(claim, (sequence) =>
        eventOf(command, account, this.#counting(account, command), sequence),
      );
  }

  /** The meter that counts an event; put in when there is none. */
  #counting(account: Account, command: RecordCommand): Meter {
    const { meterId, input } = command;
    const named = meterId === undefined ? undefined : account.meters.get(meterId);
    const found = named ?? account.meters.active(input.eventName);
    if (found !== undefined) return found;
    const made = this.#meterFor(command);
    this.#options.createMeter(account, made);
    return made;
  }

  /** The meter for an event whose name no meter has: a sum over the usual keys. */
  #meterFor(command: RecordCommand): Meter {
    const { account, input } = command;
    const { accounts, seed } = this.#options;
    const { eventName } = input;
    const now = secondsOf(command);
    const generation = accounts.generationOf(account);
    return {
      id: madeMeterId({ seed, generation, account, eventName }),
      displayName: eventName,
      eventName,
      formula: 'sum',
      ...DEFAULT_KEYS,
      eventTimeWindow: null,
      created: now,
      updated: now,
      deactivatedAt: null,
      madeByMock: true,
    };
  }

  #count(account: Account, event: MeterEvent, nowMs: number): void {
    const { counts } = account;
    counts.taken++;
    if (event.invalid === null) this.#show(account, event, nowMs);
    else {
      counts.invalid++;
      counts.invalidByCode[event.invalid] = (counts.invalidByCode[event.invalid] ?? 0) + 1;
    }
    const { feed, events } = this.#options;
    const kind = event.invalid === null ? 'event_recorded' : 'event_found_invalid';
    if (feed.hears(kind)) feed.publish({ kind, event, isKept: events().has(event.sequence) });
  }

  /** Lets an event show in the totals: at once, or when its lag is over. */
  #show(account: Account, event: MeterEvent, nowMs: number): void {
    if (this.#options.summaryLagSeconds === 0) {
      account.lagging.show(event);
      return;
    }
    account.lagging.hold(event);
    if (account.lagging.waiting().length === 1) this.#showLater(account, nowMs);
  }

  /** Schedules the moment at which the first event that waits shows. */
  #showLater(account: Account, nowMs: number): void {
    const [first] = account.lagging.waiting();
    if (first === undefined) return;
    const lagMs = this.#options.summaryLagSeconds * 1000;
    const run = (atMs: number): undefined => {
      account.lagging.showUntil(atMs - lagMs);
      this.#showLater(account, atMs);
    };
    const moment = { account: account.name.account, what: 'show events in totals', run };
    this.#options.clocks.schedule({ ...moment, atMs: first.receivedMs + lagMs }, nowMs);
  }

  /** Takes an event out of every total. GUESS: that its identifier stays held. */
  #takeBack(account: Account, event: MeterEvent): void {
    account.lagging.remove(event);
    this.#options.events().cancel(event.sequence);
    account.counts.cancelled++;
    const { feed } = this.#options;
    if (feed.hears('event_cancelled')) {
      feed.publish({ kind: 'event_cancelled', event: { ...event, cancelled: true } });
    }
  }
}

function wasTaken(events: EventLog, account: Account, identifier: string): boolean {
  const matches = (event: MeterEvent) =>
    event.scope === account.scope && event.identifier === identifier;
  return !events.newestFirst({ texts: [identifier], matches }).next().done;
}

function eventOf(
  { input, atMs, receivedMs = atMs }: RecordCommand,
  { name, scope }: Account,
  meter: Meter,
  sequence: number,
): MeterEvent {
  const invalid = invalidCode(meter, input.payload);
  return {
    sequence,
    account: name.account,
    livemode: name.livemode,
    scope,
    eventName: input.eventName,
    identifier: input.identifier,
    payload: input.payload,
    timestamp: input.timestamp,
    requestId: input.requestId,
    idempotencyKey: input.idempotencyKey,
    receivedMs,
    meter,
    customer: customerOf(meter, input.payload),
    value: invalid === null ? countedValue(meter, input.payload) : null,
    invalid,
    cancelled: false,
  };
}
