/** The one connection to the feed, and what it told: components hear of it once a frame. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { LiveLine } from '../documents/live-document.ts';
import type { UsageDocument } from '../documents/usage-document.ts';
import { ApiError, feedLines, get } from './api.ts';
import { afterLine, type LiveState, NOTHING_KNOWN } from './live-state.ts';
import { withTotals } from './totals.ts';

/** How the connection does. `token`: the server asks for one. */
export type Connection = 'connecting' | 'live' | 'lost' | 'refused' | 'token';

/** How long to wait before another try, in milliseconds: longer each time. */
const RETRY_MS = [500, 1000, 2000, 5000];
/** After so long a connection the first retry comes soon again, in milliseconds. */
const STEADY_MS = 10_000;
/** How often totals that were lost are read again at most, in milliseconds. */
const TOTALS_MS = 15_000;

/** Holds the feed open. */
export class Live {
  state: LiveState = NOTHING_KNOWN;
  connection: Connection = 'connecting';
  /** What the server said when it refused. */
  problem = '';
  readonly #heard = new Set<() => void>();
  #account: string | undefined;
  #stop = new AbortController();
  #isFrameDue = false;
  #isReadDue = false;

  /** Looks at an account, or all, from now on. */
  look(account: string | undefined): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#account = account;
    this.state = { ...NOTHING_KNOWN, generation: this.state.generation + 1 };
    void this.#run(this.#stop.signal);
  }

  /** Connects again, with the token that is there now. */
  again(): void {
    this.look(this.#account);
  }

  listen(heard: () => void): () => void {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries++) {
      if (this.connection !== 'token') this.#set('connecting'); // the form stays in sight
      const started = performance.now();
      const refused = await this.#readUntilBroken(signal);
      if (signal.aborted) return;
      if (refused !== undefined) return this.#refused(refused);
      this.#set('lost');
      if (performance.now() - started > STEADY_MS) tries = 0;
      await pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] as number);
    }
  }

  /** Gives what the server refused, if it did. */
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
      // What the feed told meanwhile is newer.
      const told = [...this.state.totals.values()].flatMap((each) => [...each.values()]);
      const read = withTotals(new Map(), data);
      const totals = this.state.hasLostTotals ? read : withTotals(read, told);
      this.state = { ...this.state, totals, hasLostTotals: false };
      this.#tell();
    } catch {
      // A reset broke it off, and another snapshot follows; or the connection says what is wrong.
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
      for (const heard of this.#heard) heard();
    });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The page's only one. */
export const LiveContext = createContext(new Live());

/** What the feed told, in a component: it is drawn again with each line. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  const [, draw] = useState(0);
  useEffect(() => live.listen(() => draw((count) => count + 1)), [live]);
  return live;
}
