/**
 * One call at a time for each customer and meter
 * (docs/stripe/rate-limits-and-failures.md#limits): for `--lock-customers`.
 */
import * as timers from 'node:timers';
import type { Caller } from './authentication.ts';
import type { Endpoint } from './endpoint.ts';
import type { Refusal } from './refusal.ts';

/** Captured at load time: a test in this process may install a fake later. */
const { setTimeout } = timers;

/**
 * How long a call holds its lock, in milliseconds of real time. Without it, this server would be
 * done before a second call could arrive. GUESS: how long Stripe's calls take.
 */
const CALL_MS = 100;

/** Returns the payload key that names the customer of an event. */
export type CustomerKeyOf = (caller: Caller, eventName: string) => string;

/** The locks that are held, by customer and meter. */
export class CustomerLocks {
  readonly #held = new Set<string>();
  readonly #customerKeyOf: CustomerKeyOf;
  readonly #wait: () => Promise<unknown>;

  /** @param wait what a call waits for before its lock is released */
  constructor(customerKeyOf: CustomerKeyOf, wait: () => Promise<unknown> = takeTime) {
    this.#customerKeyOf = customerKeyOf;
    this.#wait = wait;
  }

  /**
   * Wraps an endpoint, so that its calls lock the customer and the meter of their event while they
   * run.
   */
  around(endpoint: Endpoint): Endpoint {
    const act: Endpoint['act'] = (params, call) => {
      const name = this.#nameOf(call.caller, params as GivenEvent);
      if (this.#held.has(name)) return refusalOf(endpoint);
      return this.#hold(name, async () => endpoint.act(params, call));
    };
    return { ...endpoint, act };
  }

  async #hold<T>(name: string, run: () => Promise<T>): Promise<T> {
    this.#held.add(name);
    try {
      const result = await run();
      await this.#wait();
      return result;
    } finally {
      this.#held.delete(name);
    }
  }

  #nameOf(caller: Caller, { event_name: eventName, payload }: GivenEvent): string {
    const customer = payload.get(this.#customerKeyOf(caller, eventName));
    return JSON.stringify([caller.account, caller.livemode, eventName, customer]);
  }
}

function takeTime(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, CALL_MS));
}

/** The parameters of a single meter event, of either version. */
interface GivenEvent {
  readonly event_name: string;
  readonly payload: ReadonlyMap<string, string>;
}

/** GUESS: that version 1 answers with a lock timeout. */
function refusalOf({ dialect: { refusals } }: Endpoint): Refusal {
  return refusals.concurrentRequests?.() ?? refusals.lockTimeout();
}
