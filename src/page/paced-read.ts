/** Reads something again and again, when asked to, without ever keeping the server busy with it. */

/** How soon it is read again at least, in milliseconds. */
const PAUSE_MS = 1000;
/** Reading takes at most 1/20 of the time: what is long is read more seldom. */
const SHARE = 20;

/** What it needs of the page; tests have a clock of their own. */
export interface PacedReadOptions {
  /** Reads once. It may not reject. */
  readonly read: () => Promise<void>;
  readonly nowMs?: () => number;
  readonly later?: (run: () => void, ms: number) => () => void;
}

/** One thing that is read. */
export class PacedRead {
  readonly #read: () => Promise<void>;
  readonly #nowMs: () => number;
  readonly #later: (run: () => void, ms: number) => () => void;
  #nextMs = Number.NEGATIVE_INFINITY;
  #isReading = false;
  #isAsked = false;
  #isOver = false;
  #cancel: (() => void) | undefined;

  constructor({ read, nowMs = () => performance.now(), later = afterMs }: PacedReadOptions) {
    this.#read = read;
    this.#nowMs = nowMs;
    this.#later = later;
  }

  /** Reads it again: at once, or when it is time. What is asked while it is read comes after. */
  again(): void {
    this.#isAsked = true;
    this.#next();
  }

  /** Reads no more. */
  stop(): void {
    this.#isOver = true;
    this.#cancel?.();
  }

  #next(): void {
    if (!this.#isAsked || this.#isReading || this.#cancel !== undefined || this.#isOver) return;
    const waitMs = this.#nextMs - this.#nowMs();
    if (waitMs <= 0) {
      void this.#run();
      return;
    }
    this.#cancel = this.#later(() => {
      this.#cancel = undefined;
      this.#next();
    }, waitMs);
  }

  async #run(): Promise<void> {
    this.#isAsked = false;
    this.#isReading = true;
    const startMs = this.#nowMs();
    await this.#read();
    const endMs = this.#nowMs();
    this.#nextMs = endMs + Math.max(PAUSE_MS, SHARE * (endMs - startMs));
    this.#isReading = false;
    this.#next();
  }
}

function afterMs(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
