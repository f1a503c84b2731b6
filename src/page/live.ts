/** The one connection to the feed, and what came from it: components learn it once a frame. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { LiveLine } from '../documents/live-document.ts';
import type { UsageDocument } from '../documents/usage-document.ts';
import { ApiError, feedLines, get } from './api.ts';
import { afterLine, type LiveState, NOTHING_KNOWN } from './live-state.ts';
import { withTotals } from './totals.ts';

/** The state of the connection. `token`: the server asks for one. */
export type Connection = 'connecting' | 'live' | 'lost' | 'refused' | 'token';

/** How long to wait before each retry, in milliseconds. */
const RETRY_MS = [500, 1000, 2000, 5000];
/** After a connection of this many milliseconds, the waits start from the first again. */
const STEADY_MS = 10_000;
/** How long to wait before missing totals are read again, in milliseconds. */
const TOTALS_MS = 15_000;

/** Keeps the feed open. */
export class Live {
  state: LiveState = NOTHING_KNOWN;
  connection: Connection = 'connecting';
  /** The server's message when it refused. */
  problem = '';
  readonly #listeners = new Set<() => void>();
  #account: string | undefined;
  #stop = new AbortController();
  #isFrameDue = false;
  #isReadDue = false;

  /** Follows one account from now on, or all of them. */
  look(account: string | undefined): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#account = account;
    this.state = { ...NOTHING_KNOWN, generation: this.state.generation + 1 };
    void this.#run(this.#stop.signal);
  }

  /** Connects again, with the token stored by now. */
  again(): void {
    this.look(this.#account);
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries++) {
      if (this.connection !== 'token') this.#set('connecting'); // the form stays visible
      const started = performance.now();
      const refused = await this.#readUntilBroken(signal);
      if (signal.aborted) return;
      if (refused !== undefined) return this.#refused(refused);
      this.#set('lost');
      if (performance.now() - started > STEADY_MS) tries = 0;
      await pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] as number);
    }
  }

  /** Returns the refusal, if the server refused. */
  async #readUntilBroken(signal: AbortSignal): Promise<ApiError | undefined> {
    try {
      await this.#read(signal);
      return undefined;
    } catch (error) {
      return error instanceof ApiError ? error : undefined;
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    for await (const line of feedLines<LiveLine>(this.#account, signal)) {
      this.state = afterLine(this.state, line, Date.now());
      this.#set('live');
      if (line.kind === 'snapshot') void this.#readTotals(signal);
      else if (this.state.hasLostTotals) this.#readTotalsLater(signal);
    }
  }

  #readTotalsLater(signal: AbortSignal): void {
    if (this.#isReadDue) return;
    this.#isReadDue = true;
    setTimeout(() => {
      this.#isReadDue = false;
      if (!signal.aborted) void this.#readTotals(signal);
    }, TOTALS_MS);
  }

  async #readTotals(signal: AbortSignal): Promise<void> {
    try {
      const { data } = await get<UsageDocument>('usage', { account: this.#account });
      if (signal.aborted) return;
      // What came from the feed meanwhile is newer.
      const live = [...this.state.totals.values()].flatMap((each) => [...each.values()]);
      const read = withTotals(new Map(), data);
      const totals = this.state.hasLostTotals ? read : withTotals(read, live);
      this.state = { ...this.state, totals, hasLostTotals: false };
      this.#tell();
    } catch {
      // Either a reset ended it and a snapshot follows, or the connection reports what is wrong.
    }
  }

  #refused({ status, message }: ApiError): void {
    this.problem = message;
    this.#set(status === 401 ? 'token' : 'refused');
  }

  #set(connection: Connection): void {
    this.connection = connection;
    this.#tell();
  }

  #tell(): void {
    if (this.#isFrameDue) return;
    this.#isFrameDue = true;
    requestAnimationFrame(() => {
      this.#isFrameDue = false;
      for (const listener of this.#listeners) listener();
    });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The page's only connection. */
export const LiveContext = createContext(new Live());

/** The feed for a component, which is drawn again after each line. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  const [, draw] = useState(0);
  useEffect(() => live.listen(() => draw((count) => count + 1)), [live]);
  return live;
}
