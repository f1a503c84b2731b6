/**
 * Sends what is due: one delivery at a time to each destination, in order, and never within the
 * request that caused it. Only this file and `sender.ts` do I/O in this folder.
 */
import * as timers from 'node:timers';
import { isWithin } from '../metering/account-name.ts';
import type { Clock } from '../metering/clock.ts';
import type { MaybeWait } from '../metering/schedule.ts';
import type { AllowedTargets } from './allowed-targets.ts';
import type { AttemptLog } from './attempt-log.ts';
import { attemptOf } from './attempt-of.ts';
import type { Delivery } from './delivery.ts';
import { type DelivererState, type Letter, letterOf, sendingOf } from './letter.ts';
import { type Sent, send } from './sender.ts';
import type { Settler } from './settling.ts';
import type { SnapshotEvent } from './stripe-event.ts';
import type { AttemptOutcome } from './webhook-commands.ts';

/** Captured at load time: a test in this process may install fakes later. */
const { clearTimeout, setImmediate, setTimeout } = timers;

/** Dependencies of the deliverer. */
export interface DelivererOptions extends DelivererState {
  readonly attempts: AttemptLog;
  readonly allowed: AllowedTargets;
  /** How long an attempt may take, in milliseconds of real time. */
  readonly timeoutMs: number;
  /** Writes a snapshot event in the form of an API version. */
  readonly writeSnapshot: (event: SnapshotEvent, version: string, pending: number) => string;
  readonly onError: (error: Error) => void;
  /** Registers a listener for destinations that have a delivery due. */
  readonly onDue: (listener: (destinationId: string) => void) => void;
  /** Registers a listener for resets: of an account, or of everything when undefined. */
  readonly onReset: (listener: (account: string | undefined) => void) => void;
}

/** A delivery under way. */
interface UnderWay {
  readonly delivery: Delivery;
  readonly gone: AbortController;
}

/** Listens to the feed from the start until it is closed. */
export class Deliverer implements Settler {
  readonly #options: DelivererOptions;
  /** By destination. */
  readonly #underWay = new Map<string, UnderWay>();
  /** Destinations that will be checked two turns from now. */
  readonly #soon = new Set<string>();
  /** Called whenever a clock may have nothing due any more. */
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  constructor(options: DelivererOptions) {
    this.#options = options;
    options.onDue((destinationId) => this.#lookSoon(destinationId));
    options.onReset((account) => this.#giveUp(account));
  }

  /** Aborts the attempts under way, and sends nothing more. */
  close(): void {
    this.#isClosed = true;
    this.#giveUp(undefined);
    this.#wakeWaiting();
  }

  pending(clock: Clock): number {
    const { webhooks, clocks } = this.#options;
    const { deliveries } = webhooks;
    return deliveries
      .open()
      .filter(
        (each) =>
          each.status === 'due' &&
          !deliveries.holds.holds(each) &&
          clocks.of(each.event.account.account) === clock,
      ).length;
  }

  settle(clock: Clock, timeoutMs: number): MaybeWait {
    if (this.#isClosed || this.pending(clock) === 0) return undefined;
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (this.#isClosed || this.pending(clock) === 0) end();
      };
      const timer = setTimeout(end, timeoutMs);
      this.#waiting.add(look);
    });
  }

  /**
   * Two turns later, since the answer to the request that caused it leaves at the end of this one.
   */
  #lookSoon(destinationId: string): void {
    if (this.#isClosed || this.#soon.has(destinationId)) return;
    this.#soon.add(destinationId);
    setImmediate(() =>
      setImmediate(() => {
        this.#soon.delete(destinationId);
        this.#look(destinationId);
      }),
    );
  }

  #look(destinationId: string): void {
    if (this.#isClosed || this.#underWay.has(destinationId)) return;
    const delivery = this.#options.webhooks.deliveries.next(destinationId);
    if (delivery === undefined) {
      this.#wakeWaiting();
      return;
    }
    const underWay = { delivery, gone: new AbortController() };
    this.#underWay.set(destinationId, underWay);
    this.#deliver(underWay)
      .catch(this.#options.onError)
      .finally(() => {
        if (this.#underWay.get(destinationId) === underWay) this.#underWay.delete(destinationId);
        this.#lookSoon(destinationId);
        this.#wakeWaiting();
      });
  }

  async #deliver({ delivery, gone }: UnderWay): Promise<void> {
    const { webhooks, writeSnapshot, attempts } = this.#options;
    const { id, account } = delivery.destination;
    const destination = webhooks.destinations.find(id, account);
    if (destination === undefined || !(destination.isEnabled || delivery.isManual)) {
      return this.#record(delivery, 'canceled');
    }
    const fault = sendingOf(this.#options, delivery);
    const letter = letterOf(delivery, destination, fault, this.#options, writeSnapshot);
    const sentMs = this.#options.clocks.now(delivery.event.account.account);
    const startedMs = performance.now();
    const sent = await this.#sendAll(letter, gone.signal);
    // A reset or newer deliveries may have removed it meanwhile.
    if (webhooks.deliveries.get(delivery.number) !== delivery) return;
    this.#record(delivery, isTaken(sent) ? 'succeeded' : 'failed');
    const durationMs = performance.now() - startedMs;
    const retryMs = webhooks.deliveries.get(delivery.number)?.nextMs ?? null;
    const attempt = attemptOf({ delivery, letter, sent, sentMs, durationMs, retryMs });
    attempts.add(attempt);
    // A collector sees copies only as attempts.
    if (letter.url === null && letter.copies > 1) attempts.add(attempt);
    // Runs whatever has come due meanwhile, such as a retry, even if the clock is frozen.
    this.#options.clocks.now(delivery.event.account.account);
  }

  /** Sends the copies one after another, and returns what came back for the last. */
  async #sendAll(letter: Letter, gone: AbortSignal): Promise<Sent | undefined> {
    const { url, headers, body } = letter;
    const { timeoutMs, allowed } = this.#options;
    let sent: Sent | undefined;
    for (let copy = 0; copy < letter.copies && url !== null; copy++) {
      sent = await send({ url, headers, body, timeoutMs, gone }, allowed);
    }
    return sent;
  }

  #record({ number, event }: Delivery, outcome: AttemptOutcome): void {
    const { clocks, apply } = this.#options;
    const instant = clocks.instant(event.account.account);
    apply({ kind: 'record_attempt', ...instant, number, outcome });
  }

  /** Aborts the attempts under way for an account and its connected accounts, or all. */
  #giveUp(account: string | undefined): void {
    for (const [id, { delivery, gone }] of this.#underWay) {
      if (account !== undefined && !isWithin(delivery.event.account.account, account)) continue;
      gone.abort();
      this.#underWay.delete(id);
    }
    this.#wakeWaiting();
  }

  #wakeWaiting(): void {
    for (const look of this.#waiting) look();
  }
}

/**
 * Whether an attempt ends its delivery: one that was collected or lost does, and any 2xx
 * (docs/stripe/events.md#delivery).
 */
function isTaken(sent: Sent | undefined): boolean {
  if (sent === undefined) return true;
  return sent.status !== undefined && sent.status >= 200 && sent.status < 300;
}
