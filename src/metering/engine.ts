/**
 * Meters, customers and events of all accounts. Each change is a command that applies completely or
 * not at all; queries change nothing.
 */

import type { Direction } from '../storage/ring-view.ts';
import type { Account } from './account.ts';
import { AccountCommands } from './account-commands.ts';
import type { AccountName } from './account-name.ts';
import { Accounts } from './accounts.ts';
import type { Cause } from './cause.ts';
import type { Clocks } from './clocks.ts';
import type { Appliers, Apply, CommandOf } from './door.ts';
import type { MeterEvent } from './event.ts';
import { EventCommands } from './event-commands.ts';
import { EventLog, type KeptEvents, type Selection } from './event-log.ts';
import type { Announcer } from './feed.ts';
import type { Meter } from './meter.ts';
import type { MeteringChange } from './metering-changes.ts';
import type { MeteringCommands, MeteringOutcomes } from './metering-commands.ts';
import { WINDOW_MS } from './rules.ts';
import type { Summary, SummaryRange, Usage } from './usage.ts';
import type { RecordCommand } from './verdicts.ts';

/** Dependencies and settings of an engine. */
export interface EngineOptions {
  readonly clocks: Clocks;
  readonly feed: Announcer<MeteringChange>;
  /** The ids of meters created by events are hashed from this. */
  readonly seed: number;
  /** Whether a full reset restarts the sequence of ids. */
  readonly isSeeded: boolean;
  /** How many events are kept for inspection and cancellation. */
  readonly retain: number;
  /** Whether unknown meters and customers are refused. */
  readonly strict: boolean;
  /** Seconds on the account's clock before an event shows in totals. */
  readonly summaryLagSeconds: number;
}

/** Applies commands and answers queries. */
export class Engine {
  readonly options: EngineOptions;
  /** Applies a command. */
  readonly apply: Apply<MeteringCommands, MeteringOutcomes>;
  readonly #accounts: Accounts;
  readonly #eventCommands: EventCommands;
  #events: EventLog;
  /** The time of the command being applied, on its account's clock. */
  #nowMs = 0;

  constructor(options: EngineOptions) {
    this.options = options;
    this.#accounts = new Accounts(options.isSeeded, (sequence) => this.#isCancellable(sequence));
    this.#events = this.#newEvents();
    const ofAccount = new AccountCommands((change) => options.feed.publish(change));
    this.#eventCommands = new EventCommands({
      ...options,
      accounts: this.#accounts,
      events: () => this.#events,
      createMeter: (account, meter, command) =>
        ofAccount.createMeter(account, { meter, atMs: command.atMs, cause: causeOf(command) }),
    });
    const appliers = appliersOf(this.#accounts, ofAccount, this.#eventCommands);
    this.apply = ((command: CommandOf<MeteringCommands>) => {
      this.#nowMs = command.atMs;
      return (appliers[command.kind] as (given: typeof command) => unknown)(command);
    }) as Apply<MeteringCommands, MeteringOutcomes>;
  }

  /** The account of that name, or an empty one if it does not exist. */
  account(name: AccountName): Account {
    return this.#accounts.get(name);
  }

  /** Every account in which anything has happened. */
  accounts(): Account[] {
    return this.#accounts.all();
  }

  /** The selected events among those kept, newest first by default. */
  events(selection: Selection = {}, direction?: Direction): Generator<MeterEvent> {
    return this.#events.select(selection, direction);
  }

  /**
   * A snapshot of the same events, interspersed with undefined where a read in slices can pause.
   */
  scan(selection: Selection = {}, direction?: Direction): Generator<MeterEvent | undefined> {
    return this.#events.scan(selection, direction);
  }

  /** The kept events, by number. A reset replaces them. */
  get kept(): KeptEvents {
    return this.#events;
  }

  /** The number that the next event will get. */
  get nextSequence(): number {
    return this.#events.next;
  }

  /** Identifiers in memory, and the bytes they take. */
  get identifiers(): { readonly claims: number; readonly bytes: number } {
    return this.#events.identifiers;
  }

  /**
   * The outcome that an event would have, without recording it: for the fault
   * `success_without_recording`.
   */
  rehearse(command: MeteringCommands['record_event']): MeteringOutcomes['record_event'] {
    return this.#eventCommands.rehearse(command);
  }

  /** The same for a single v2 event. */
  rehearseV2(command: MeteringCommands['record_v2_event']): MeteringOutcomes['record_v2_event'] {
    return this.#eventCommands.rehearseV2(command);
  }

  /** Whether an event with that identifier would be a duplicate. */
  isHeld(name: AccountName, identifier: string, atMs: number): boolean {
    return this.#events.holder(this.account(name), identifier, atMs) !== 0;
  }

  /** The usage of a customer on a meter, newest bucket first. */
  summarize(name: AccountName, meter: Meter, customer: string, range: SummaryRange): Summary[] {
    return this.usage(name).summarize(meter, customer, range);
  }

  /** All usage of an account that is visible by now. */
  usage(name: AccountName): Usage {
    this.options.clocks.now(name.account); // runs what is due
    return this.account(name).usage;
  }

  /**
   * Removes one account in both modes, with its connected accounts. Their identifiers are free at
   * once.
   */
  resetAccount(account: string): void {
    for (const forgotten of this.#accounts.resetOne(account)) this.#events.forget(forgotten);
  }

  /** Removes everything. */
  reset(): void {
    this.#accounts.reset();
    this.#events = this.#newEvents();
  }

  /**
   * Only within 24 hours of its receipt (docs/stripe/meter-event-adjustments.md#rules). Called only
   * while a command is applied.
   */
  #isCancellable(sequence: number): boolean {
    const receivedMs = this.#events.receivedMs(sequence);
    if (receivedMs === undefined) return sequence >= this.#events.next;
    return this.#nowMs - receivedMs < WINDOW_MS;
  }

  #newEvents(): EventLog {
    return new EventLog(this.options.retain, () => this.#accounts.scopes);
  }
}

/** The cause of a meter that an event creates: the event's request, unless it is history. */
function causeOf({ input, receivedMs }: RecordCommand): Cause | undefined {
  const { requestId, idempotencyKey } = input;
  return receivedMs === undefined ? { requestId, idempotencyKey } : undefined;
}

function appliersOf(
  accounts: Accounts,
  ofAccount: AccountCommands,
  ofEvents: EventCommands,
): Appliers<MeteringCommands, MeteringOutcomes> {
  return {
    create_meter: (command) => ofAccount.createMeter(accounts.open(command.account), command),
    rename_meter: (command) => ofAccount.renameMeter(accounts.get(command.account), command),
    deactivate_meter: (command) =>
      ofAccount.deactivateMeter(accounts.get(command.account), command),
    reactivate_meter: (command) =>
      ofAccount.reactivateMeter(accounts.get(command.account), command),
    create_customer: (command) => ofAccount.createCustomer(accounts.open(command.account), command),
    update_customer: (command) => ofAccount.updateCustomer(accounts.get(command.account), command),
    delete_customer: (command) => ofAccount.deleteCustomer(accounts.get(command.account), command),
    record_event: (command) => ofEvents.record(command),
    record_v2_event: (command) => ofEvents.recordV2(command),
    record_stream: (command) => ofEvents.recordStream(command),
    cancel_event: (command) => ofEvents.cancel(command),
  };
}
