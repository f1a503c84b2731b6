/** All state of one mock, put together in one place, and the one door for changing it. */
import { randomBytes } from 'node:crypto';
import { Billing } from './billing/billing.ts';
import type { Change } from './changes.ts';
import type { Command, Commands, Outcomes } from './commands.ts';
import { Everywhere } from './fixtures/everywhere.ts';
import type { ClockStart } from './metering/clock.ts';
import { runDue, setClock } from './metering/clock-commands.ts';
import { Clocks } from './metering/clocks.ts';
import type { Appliers, Apply, CommandOf, Submit } from './metering/door.ts';
import { Engine } from './metering/engine.ts';
import { Feed } from './metering/feed.ts';
import { Ids } from './metering/ids.ts';
import type { Time } from './metering/real-time.ts';
import type { DueMoment, MaybeWait } from './metering/schedule.ts';
import type { Options } from './options.ts';
import { Ring } from './storage/ring.ts';
import { ArmedFaults } from './stripe/faults/armed-faults.ts';
import { Idempotency } from './stripe/idempotency.ts';
import { RequestLog } from './stripe/request-log.ts';
import { Sessions } from './stripe/v2/v2-sessions.ts';
import { AttemptLog } from './webhooks/attempt-log.ts';
import { configuredDestinations } from './webhooks/configured-destinations.ts';
import { Settling } from './webhooks/settling.ts';
import { Webhooks } from './webhooks/webhooks.ts';

/** The settings that the state depends on. */
export type StateOptions = Pick<
  Options,
  | 'proration'
  | 'reportDelay'
  | 'retain'
  | 'retainRequests'
  | 'seed'
  | 'strict'
  | 'summaryLag'
  | 'validationWindowSeconds'
  | 'webhookApiVersion'
  | 'webhookEvents'
  | 'webhookSecret'
  | 'webhookUrl'
>;

/** Dependencies of a state. */
export interface StateDependencies {
  readonly time: Time;
  readonly clockStart: ClockStart;
  /** Called with an error in a due moment, which should never happen. */
  readonly onError: (error: Error) => void;
  /** Writes each warning once, however often it occurs. */
  readonly warnOnce: (message: string) => void;
  /** Called with each command before it is applied, for tests. */
  readonly onCommand?: (command: Command) => void;
}

/** The parts of a mock. Only commands change their contents, except for the two logs. */
export class State {
  readonly feed = new Feed<Change>();
  readonly ids: Ids;
  readonly clocks: Clocks;
  readonly engine: Engine;
  readonly billing: Billing;
  readonly faults: ArmedFaults;
  readonly idempotency: Idempotency;
  readonly sessions: Sessions;
  readonly webhooks: Webhooks;
  /** How long each clock may wait for deliveries while it moves. */
  readonly settling = new Settling();
  readonly attempts = new AttemptLog();
  readonly requests: RequestLog;
  readonly everywhere = new Everywhere();
  /** Applies a command at once and returns its outcome. */
  readonly apply: Apply<Commands, Outcomes>;
  /** The same, for callers that can wait. */
  readonly submit: Submit<Commands, Outcomes>;
  readonly warnOnce: (message: string) => void;
  readonly #dependencies: StateDependencies;
  readonly #appliers: Appliers<Commands, Outcomes>;

  constructor(options: StateOptions, dependencies: StateDependencies) {
    const { feed } = this;
    this.#dependencies = dependencies;
    this.warnOnce = dependencies.warnOnce;
    this.apply = ((command: Command) => this.#apply(command)) as Apply<Commands, Outcomes>;
    this.submit = this.apply;
    this.ids = new Ids(options.seed);
    const { time, clockStart: start } = dependencies;
    this.clocks = new Clocks({ start, time, run: (due) => this.#run(due) });
    const seed = options.seed ?? randomBytes(4).readInt32LE();
    this.engine = new Engine({
      clocks: this.clocks,
      feed,
      seed,
      isSeeded: options.seed !== undefined,
      retain: options.retain,
      strict: options.strict,
      summaryLagSeconds: options.summaryLag,
    });
    this.billing = new Billing({ clocks: this.clocks, feed, proration: options.proration });
    this.webhooks = new Webhooks({
      clocks: this.clocks,
      feed,
      engine: this.engine,
      seed,
      isSeeded: options.seed !== undefined,
      windowMs: options.validationWindowSeconds * 1000,
      reportDelayMs: options.reportDelay * 1000,
      configured: configuredDestinations(options),
    });
    this.faults = new ArmedFaults(feed);
    this.idempotency = new Idempotency({ clocks: this.clocks, keep: this.submit });
    this.sessions = new Sessions(this.clocks, feed);
    const capacity = options.retainRequests;
    this.requests = new RequestLog(feed, (ring) => new Ring({ capacity, ...ring }));
    this.#appliers = this.#appliersOf();
  }

  #apply(command: Command): unknown {
    this.#dependencies.onCommand?.(command);
    return (this.#appliers[command.kind] as (given: Command) => unknown)(command);
  }

  #appliersOf(): Appliers<Commands, Outcomes> {
    const { engine, billing, faults, idempotency, sessions, clocks, webhooks, everywhere } = this;
    return {
      create_meter: (command) => engine.apply(command),
      rename_meter: (command) => engine.apply(command),
      deactivate_meter: (command) => engine.apply(command),
      reactivate_meter: (command) => engine.apply(command),
      create_customer: (command) => engine.apply(command),
      update_customer: (command) => engine.apply(command),
      delete_customer: (command) => this.#deleteCustomer(command),
      record_event: (command) => engine.apply(command),
      record_v2_event: (command) => engine.apply(command),
      record_stream: (command) => engine.apply(command),
      cancel_event: (command) => engine.apply(command),
      create_product: (command) => billing.apply(command),
      update_product: (command) => billing.apply(command),
      delete_product: (command) => billing.apply(command),
      create_price: (command) => billing.apply(command),
      update_price: (command) => billing.apply(command),
      create_subscription: (command) => billing.apply(command),
      change_subscription: (command) => billing.apply(command),
      set_clock: (command) => {
        const { account, nowMs, frozen } = command;
        setClock(clocks, command);
        this.feed.publish({ kind: 'clock_set', account, nowMs, frozen });
        return undefined;
      },
      run_due: (command) => runDue(clocks, command),
      arm_fault: (command) => faults.arm(command),
      remove_fault: (command) => faults.remove(command),
      clear_faults: (command) => faults.clear(command),
      fire_fault: (command) => faults.fire(command),
      create_session: (command) => sessions.create(command),
      forget_sessions: (command) => sessions.forget(command),
      keep_answer: (command) => idempotency.keep(command),
      forget_keys: (command) => idempotency.forget(command),
      create_destination: (command) => webhooks.apply(command),
      change_destination: (command) => webhooks.apply(command),
      delete_destination: (command) => webhooks.apply(command),
      ping_destination: (command) => webhooks.apply(command),
      raise_error_report: (command) => webhooks.apply(command),
      record_attempt: (command) => webhooks.apply(command),
      redeliver: (command) => webhooks.apply(command),
      hold_deliveries: (command) => webhooks.apply(command),
      release_deliveries: (command) => webhooks.apply(command),
      share_items: (command) => everywhere.share(command),
      settle_account: (command) => everywhere.settle(command),
      reset: (command) => this.#reset(command),
    };
  }

  /** Its subscriptions are canceled with it (https://docs.stripe.com/api/customers/delete). */
  #deleteCustomer(command: CommandOf<Pick<Commands, 'delete_customer'>>) {
    const deleted = this.engine.apply(command);
    if (deleted !== 'not_found') this.billing.cancelAllOf(command.id, command);
    return deleted;
  }

  #reset({ account, realMs }: Commands['reset']): undefined {
    if (account === undefined) this.#forgetAll(realMs);
    else this.#forget(account);
    this.feed.publish({ kind: 'reset', account });
  }

  #forgetAll(realMs: number): void {
    this.clocks.reset(realMs);
    this.engine.reset();
    this.billing.reset();
    this.webhooks.reset(undefined);
    this.attempts.clear(undefined);
    this.faults.clear({ account: undefined });
    this.idempotency.forget({ account: undefined });
    this.sessions.forget({ account: undefined });
    this.requests.clear();
    this.everywhere.forget(undefined);
    this.ids.reset();
  }

  /**
   * Forgets the account and its connected accounts in both modes, and its clock, if it has its own.
   */
  #forget(account: string): void {
    this.clocks.forget(account);
    this.engine.resetAccount(account);
    this.billing.resetAccount(account);
    this.webhooks.reset(account);
    this.attempts.clear(account);
    this.faults.clear({ account });
    this.idempotency.forget({ account });
    this.sessions.forget({ account });
    this.requests.clear(account);
    this.everywhere.forget(account);
  }

  /** Runs a due moment as a command. */
  #run({ account, number }: DueMoment): MaybeWait {
    try {
      const waiting = this.apply({ kind: 'run_due', account, number });
      const settled = waiting ?? this.settling.afterMoment(this.clocks.of(account));
      return settled?.catch((error: Error) => this.#dependencies.onError(error));
    } catch (error) {
      this.#dependencies.onError(error as Error);
      return undefined;
    }
  }
}
