/** Decides which meter an event is for, and whether it counts there. */
import { ownText } from '../storage/own-text.ts';
import type { Account } from './account.ts';
import { secondsOf } from './account-commands.ts';
import type { AccountName } from './account-name.ts';
import type { Accounts } from './accounts.ts';
import type { Instant } from './clocks.ts';
import { customerOf, type EventInput, type InvalidCode, invalidCode } from './event.ts';
import { madeMeterId } from './ids.ts';
import { meterProblem, timeCode } from './later-rules.ts';
import { DEFAULT_KEYS, type Meter } from './meter.ts';
import type { RecordOptions } from './metering-commands.ts';

/** A command that records one event. */
export interface RecordCommand extends Instant, RecordOptions {
  readonly account: AccountName;
  readonly input: EventInput;
  /** Whether an unknown customer makes it invalid, as in v2 with `strict`. */
  readonly findsCustomers?: boolean;
}

/** What is known about an event before it is kept. */
export interface Verdict {
  readonly meter: Meter | null;
  readonly invalid: InvalidCode | null;
}

/** Dependencies of verdicts. */
export interface VerdictsOptions {
  readonly accounts: Accounts;
  /** The ids of meters created by events are hashed from this. */
  readonly seed: number;
  /** Whether unknown meters and customers are refused. */
  readonly strict: boolean;
  /** Adds the meter that an event creates. */
  readonly createMeter: (account: Account, meter: Meter, command: RecordCommand) => void;
}

/** Finds meters for events, and reasons why events are invalid. */
export class Verdicts {
  readonly #options: VerdictsOptions;

  constructor(options: VerdictsOptions) {
    this.#options = options;
  }

  /** Whether an event counts on a meter. */
  of(account: Account, command: RecordCommand, meter: Meter | null): Verdict {
    const { input, findsCustomers = false } = command;
    if (command.invalid !== undefined) return { meter, invalid: command.invalid };
    if (meter === null) return { meter, invalid: 'no_meter' };
    const invalid = invalidCode(meter, input.payload);
    if (invalid !== null || !findsCustomers || !this.#options.strict) return { meter, invalid };
    const exists = account.customers.exists(customerOf(meter, input.payload) ?? '');
    return { meter, invalid: exists ? null : 'meter_event_customer_not_found' };
  }

  /**
   * The same for a stream event, whose timestamp and meter can be wrong too. GUESS: the order of
   * the checks.
   */
  ofStreamed(account: Account, command: RecordCommand): Verdict {
    const { input, atMs } = command;
    const named =
      account.meters.active(input.eventName) ?? account.meters.lastNamed(input.eventName);
    const invalid =
      timeCode(input.timestamp, Math.floor(atMs / 1000)) ??
      meterProblem(account, input.eventName, this.#options.strict);
    if (invalid !== undefined) return { meter: named ?? null, invalid };
    return this.of(account, command, named ?? this.meterFor(command));
  }

  /**
   * The meter that counts an event; created if there is none, unless the event is known to be
   * invalid.
   */
  counting(account: Account, command: RecordCommand): Meter | null {
    const { meterId, input, invalid } = command;
    const named = meterId === undefined ? undefined : account.meters.get(meterId);
    if (named === undefined && invalid !== undefined) return null;
    const found = named ?? account.meters.active(input.eventName);
    if (found !== undefined) return found;
    const made = this.meterFor(command);
    this.#options.createMeter(account, made, command);
    return made;
  }

  /** The meter for an event with an unknown name: a sum over the default keys. */
  meterFor(command: RecordCommand): Meter {
    const { account, input } = command;
    const { accounts, seed } = this.#options;
    const eventName = ownText(input.eventName);
    const now = secondsOf(command);
    const generation = accounts.generationOf(account);
    return {
      id: madeMeterId({ seed, generation, account, eventName }),
      displayName: eventName,
      eventName,
      formula: 'sum',
      ...DEFAULT_KEYS,
      eventTimeWindow: null,
      dimensionPayloadKeys: null,
      created: now,
      updated: now,
      deactivatedAt: null,
      madeByMock: true,
    };
  }
}
