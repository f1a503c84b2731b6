/** Applies commands to events: records them, shows them in totals, cancels them. */
import type { Account } from './account.ts';
import type { AccountName } from './account-name.ts';
import type { EngineOptions } from './engine.ts';
import { holdsIdentifier, type MeterEvent } from './event.ts';
import type { EventLog } from './event-log.ts';
import { eventOf } from './event-of.ts';
import type { Counted } from './lagging-events.ts';
import { refuseV2, type V2EventRefusal } from './later-rules.ts';
import type {
  CancelOutcome,
  Duplicate,
  MeteringCommands,
  Recorded,
  RecordOutcome,
  StreamOutcome,
  V2RecordOutcome,
} from './metering-commands.ts';
import { type EventRefusal, refuse, WINDOW_MS } from './rules.ts';
import { type RecordCommand, type Verdict, Verdicts, type VerdictsOptions } from './verdicts.ts';

/** Dependencies of the event commands. */
export interface EventCommandsOptions extends EngineOptions, VerdictsOptions {
  /** The current events: a reset replaces them. */
  readonly events: () => EventLog;
}

/** Changes events and totals. */
export class EventCommands {
  readonly #options: EventCommandsOptions;
  readonly #verdicts: Verdicts;

  constructor(options: EventCommandsOptions) {
    this.#options = options;
    this.#verdicts = new Verdicts(options);
  }

  record(command: RecordCommand): RecordOutcome {
    return this.#take(command, this.#refusalOf(command));
  }

  recordV2(command: MeteringCommands['record_v2_event']): V2RecordOutcome {
    return this.#take(ofV2(command), this.#v2RefusalOf(command));
  }

  /**
   * Records the events of a stream request. None is refused: an invalid event is kept with the
   * reason.
   */
  recordStream({ events, account, atMs, sharedMs }: MeteringCommands['record_stream']) {
    const outcome = { recorded: 0, invalid: 0, duplicate: 0 };
    for (const input of events) {
      const command = { input, account, atMs, sharedMs, findsCustomers: true };
      outcome[this.#takeStreamed(command)]++;
    }
    return outcome;
  }

  /** The outcome that an event would have, without recording it. */
  rehearse(command: RecordCommand): RecordOutcome {
    return this.#rehearse(command, this.#refusalOf(command));
  }

  rehearseV2(command: MeteringCommands['record_v2_event']): V2RecordOutcome {
    return this.#rehearse(ofV2(command), this.#v2RefusalOf(command));
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
    this.#uncount(account, event, atMs);
    return { outcome: 'cancelled', event: { ...event, cancelled: true } };
  }

  #take<R extends EventRefusal | V2EventRefusal>(
    command: RecordCommand,
    refusal: R | undefined,
  ): Recorded | Duplicate | R {
    if (refusal !== undefined) return this.#refused(command, refusal);
    const account = this.#options.accounts.open(command.account);
    const verdicts = this.#verdicts;
    const event = this.#keep(account, command, isUnclaimed(command), () =>
      verdicts.of(account, command, verdicts.counting(account, command)),
    );
    if (event === undefined) return this.#duplicate(account, command);
    if (command.cancelled) this.#uncount(account, event, command.atMs);
    return { outcome: 'recorded', event };
  }

  #takeStreamed(command: RecordCommand): keyof StreamOutcome {
    const account = this.#options.accounts.open(command.account);
    const verdict = this.#verdicts.ofStreamed(account, command);
    const { invalid, meter } = verdict;
    const event = this.#keep(account, command, invalid !== null, () => {
      const isNew = meter !== null && account.meters.get(meter.id) === undefined;
      if (isNew) this.#options.createMeter(account, meter, command);
      return verdict;
    });
    if (event === undefined) return this.#duplicate(account, command).outcome;
    return invalid === null ? 'recorded' : 'invalid';
  }

  #rehearse<R>(command: RecordCommand, refusal: R | undefined): Recorded | Duplicate | R {
    if (refusal !== undefined) return refusal;
    const account = this.#options.accounts.get(command.account);
    const { input, atMs } = command;
    const events = this.#options.events();
    if (events.holder(account, input.identifier, atMs) !== 0) return { outcome: 'duplicate' };
    const verdicts = this.#verdicts;
    const meter = account.meters.active(input.eventName) ?? verdicts.meterFor(command);
    const verdict = verdicts.of(account, command, meter);
    return { outcome: 'recorded', event: eventOf(command, account, verdict, events.next) };
  }

  #refusalOf(command: RecordCommand): EventRefusal | undefined {
    if (command.invalid !== undefined) return undefined;
    const { input, atMs, receivedMs = atMs, meterId, refuseManyDigits = false } = command;
    const { strict, accounts } = this.#options;
    const rules = { strict, manyDigits: refuseManyDigits, saved: meterId !== undefined };
    return refuse(accounts.get(command.account), input, receivedMs, rules);
  }

  #v2RefusalOf(command: MeteringCommands['record_v2_event']): V2EventRefusal | undefined {
    const { input, atMs, refuseManyDigits: manyDigits } = command;
    const { strict, accounts } = this.#options;
    return refuseV2(accounts.get(command.account), input, atMs, { strict, manyDigits });
  }

  #duplicate(account: Account, command: RecordCommand): Duplicate {
    account.counts.duplicate++;
    return this.#refused(command, { outcome: 'duplicate' });
  }

  #refused<R extends EventRefusal | V2EventRefusal | Duplicate>(
    { account, input }: RecordCommand,
    refusal: R,
  ): R {
    const { feed } = this.#options;
    if (feed.hears('event_refused')) {
      feed.publish({ kind: 'event_refused', account, input, refusal });
    }
    return refusal;
  }

  /**
   * Claims the identifier (unless `isUnclaimed`), keeps the event and counts it; `undefined` if
   * the identifier is held.
   * @param verdictOf called only if the event is kept
   */
  #keep(
    account: Account,
    command: RecordCommand,
    isUnclaimed: boolean,
    verdictOf: () => Verdict,
  ): MeterEvent | undefined {
    const { input, atMs, sharedMs, receivedMs = atMs } = command;
    const claim = {
      account,
      identifier: input.identifier,
      receivedMs,
      sharedMs,
      ownClock: this.#options.clocks.hasOwn(account.name.account),
      expired: isUnclaimed || atMs - receivedMs >= WINDOW_MS,
    };
    const event = this.#options
      .events()
      .record(claim, (sequence) => eventOf(command, account, verdictOf(), sequence));
    if (event !== undefined) this.#count(account, event, command);
    return event;
  }

  #count(account: Account, event: MeterEvent, { atMs, receivedMs }: RecordCommand): void {
    const { counts } = account;
    counts.taken++;
    if (event.invalid === null) this.#show(account, event, atMs);
    else {
      counts.invalid++;
      counts.invalidByCode[event.invalid] = (counts.invalidByCode[event.invalid] ?? 0) + 1;
    }
    const { feed, events } = this.#options;
    const kind = event.invalid === null ? 'event_recorded' : 'event_found_invalid';
    if (!feed.hears(kind)) return;
    const isHistory = receivedMs !== undefined;
    feed.publish({ kind, event, isKept: events().has(event.sequence), isHistory });
  }

  /** Shows an event in the totals: at once, or when its lag is over. */
  #show(account: Account, event: MeterEvent, nowMs: number): void {
    if (this.#options.summaryLagSeconds === 0) {
      account.lagging.show(event);
      return;
    }
    if (account.lagging.hold(event)) this.#showLater(account, nowMs);
  }

  /** Schedules the moment at which the first waiting event shows, instead of that of another. */
  #showLater(account: Account, nowMs: number): void {
    const { name, lagging } = account;
    const { clocks, summaryLagSeconds } = this.#options;
    if (lagging.due !== undefined) clocks.take(name.account, lagging.due);
    lagging.due = undefined;
    const [first] = lagging.waiting();
    if (first === undefined) return;
    const lagMs = summaryLagSeconds * 1000;
    const run = (atMs: number): undefined => {
      lagging.due = undefined;
      this.#announceShown(account, lagging.showUntil(atMs - lagMs));
      this.#showLater(account, atMs);
    };
    const moment = { account: name.account, what: 'show events in totals', run };
    lagging.due = clocks.schedule({ ...moment, atMs: first.receivedMs + lagMs }, nowMs);
  }

  #announceShown({ name }: Account, shown: readonly Counted[]): void {
    const { feed } = this.#options;
    if (!feed.hears('usage_shown')) return;
    for (const { meter, customer } of shown) {
      if (meter === null || customer === null) continue;
      feed.publish({ kind: 'usage_shown', account: name, meterId: meter.id, customer });
    }
  }

  /** Removes an event from every total. GUESS: that its identifier stays held. */
  #uncount(account: Account, event: MeterEvent, nowMs: number): void {
    this.#hide(account, event, nowMs);
    this.#options.events().cancel(event.sequence);
    account.counts.cancelled++;
    const { feed } = this.#options;
    if (feed.hears('event_cancelled')) {
      feed.publish({ kind: 'event_cancelled', event: { ...event, cancelled: true } });
    }
  }

  /** Takes an event out of the totals, and its due moment with it if it was the next to show. */
  #hide(account: Account, event: MeterEvent, nowMs: number): void {
    const { lagging } = account;
    const [first] = lagging.waiting();
    lagging.remove(event);
    if (first !== lagging.waiting()[0]) this.#showLater(account, nowMs);
  }
}

function ofV2({ input, account, atMs, sharedMs }: MeteringCommands['record_v2_event']) {
  return { input, account, atMs, sharedMs, findsCustomers: true };
}

/** Whether an event from a saved state is restored without a claim. */
function isUnclaimed({ input: { source }, invalid }: RecordCommand): boolean {
  return !holdsIdentifier({ source, invalid });
}

function wasTaken(events: EventLog, account: Account, identifier: string): boolean {
  const isOf = (name: AccountName) => name === account.name;
  for (const event of events.select({ isOf, identifier })) {
    if (holdsIdentifier(event)) return true;
  }
  return false;
}
