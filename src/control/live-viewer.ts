/**
 * A viewer: one response that is kept open. A slow one misses lines, instead of getting them late.
 */
import type { KeptResponse } from './live-read.ts';

/** How long a viewer may read nothing before it is disconnected, in milliseconds of real time. */
const PATIENCE_MS = 60_000;

// Captured at load time: a test in this process may install fakes later.
const nowMs = performance.now.bind(performance);

/** How many events and requests a line covers. */
export interface Told {
  readonly events: number;
  readonly requests: number;
}

/** Writes to one response. */
export class LiveViewer {
  readonly #response: KeptResponse;
  readonly #onDrain: (viewer: LiveViewer) => void;
  #stalledMs: number | undefined;
  #leftOut = { events: 0, requests: 0 };

  /** @param onDrain called when a viewer that missed a line can be written to again */
  constructor(response: KeptResponse, onDrain: (viewer: LiveViewer) => void) {
    this.#response = response;
    this.#onDrain = onDrain;
    response.writeHead(200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  }

  /** How much the viewer missed since the last call. */
  takeLeftOut(): Told {
    const leftOut = this.#leftOut;
    this.#leftOut = { events: 0, requests: 0 };
    return leftOut;
  }

  /** Sends a line, or leaves it out if earlier ones have not been sent yet. */
  send(line: string, told: Told): void {
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return;
    if (response.writableNeedDrain) this.#leaveOut(told);
    else response.write(line);
  }

  end(): void {
    const { socket } = this.#response;
    if (this.#response.writableNeedDrain) this.#response.destroy();
    else this.#response.end(() => void socket?.end());
  }

  #leaveOut({ events, requests }: Told): void {
    this.#leftOut.events += events;
    this.#leftOut.requests += requests;
    if (this.#stalledMs === undefined) {
      this.#stalledMs = nowMs();
      this.#response.once('drain', () => {
        this.#stalledMs = undefined;
        this.#onDrain(this);
      });
    } else if (nowMs() - this.#stalledMs > PATIENCE_MS) this.#response.destroy();
  }
}
