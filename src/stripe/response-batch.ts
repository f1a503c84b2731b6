/**
 * Sends answers together at the end of a turn of the event loop; or at once, for a lone connection.
 */
import * as timers from 'node:timers';

/** Captured at load time: a test in this process may install a fake later. */
const atEndOfTurn = timers.setImmediate;

/** The maximum number of waiting answers: with more, the first would wait for the work of all. */
const MOST = 64;

/**
 * Answers to requests that arrived together are sent one after another, instead of each between the
 * work of two requests, which would wake a client each time. For 32 connections this made 1.6 times
 * as many requests a second (2026-11-25, Node 20; docs/decisions/answers-in-batches.md). A request
 * waits only for what arrived in its turn.
 *
 * A lone connection has nothing to wait for, so its answers are sent at once. It is recognized by
 * the previous answer, which went to it too: with 32 busy connections, 4 in 70,000 answers looked
 * like that.
 */
export class ResponseBatch<T> {
  readonly #send: (item: T) => void;
  #waiting: T[] = [];
  #lastTo: object | undefined;

  /** @param send sends one item; must not throw */
  constructor(send: (item: T) => void) {
    this.#send = send;
  }

  /**
   * Sends an item, at once if the previous one went to the same connection and has been sent,
   * otherwise soon. Items are sent in order.
   * @param to the connection
   */
  add(item: T, to: object): void {
    const isAlone = to === this.#lastTo && this.#waiting.length === 0;
    this.#lastTo = to;
    const waiting = isAlone ? 0 : this.#waiting.push(item);
    if (isAlone) this.#send(item);
    else if (waiting === 1) atEndOfTurn(() => this.#sendAll());
    else if (waiting === MOST) this.#sendAll();
  }

  #sendAll(): void {
    const items = this.#waiting;
    this.#waiting = [];
    for (const item of items) this.#send(item);
  }
}
