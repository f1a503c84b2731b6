/** Reads something again whenever asked, but at a pace that does not load the server. */

/** The shortest pause between two reads, in milliseconds. */
const PAUSE_MS = 1000;
/** Reading takes at most 1/20 of the time: what takes longer is read less often. */
const SHARE = 20;

/** What to read; tests also replace the clock and the timer. */
export interface PacedReadOptions {
  /** Reads once. Must not reject. */
  readonly read: () => Promise<void>;
  readonly nowMs?: () => number;
  readonly later?: (run: () => void, ms: number) => () => void;
}

/** One thing that is read at that pace. */
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

  /** Reads it again, at once or after the pause. Asked during a read, it reads once more after. */
  again(): void {
    this.#isAsked = true;
    this.#next();
  }

  /** Ends the reading. */
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
