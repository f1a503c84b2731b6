/** Somebody who looks: one response that is kept open. A slow one is told less, never later. */
import type { KeptResponse } from './live-read.ts';

/** How long one that takes nothing is borne, in milliseconds of real time. */
const PATIENCE_MS = 60_000;

// Taken at load: a test in this process may put fakes in their place later.
const nowMs = performance.now.bind(performance);

/** What a line tells of. */
export interface Told {
  readonly events: number;
  readonly requests: number;
}

/** One response. */
export class LiveViewer {
  readonly #response: KeptResponse;
  readonly #onDrain: (viewer: LiveViewer) => void;
  #stalledMs: number | undefined;
  #leftOut = { events: 0, requests: 0 };

  /** @param onDrain called when one that missed a line can be told again */
  constructor(response: KeptResponse, onDrain: (viewer: LiveViewer) => void) {
    this.#response = response;
    this.#onDrain = onDrain;
    response.writeHead(200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  }

  /** What no line told of since this was asked before. */
  takeLeftOut(): Told {
    const leftOut = this.#leftOut;
    this.#leftOut = { events: 0, requests: 0 };
    return leftOut;
  }

  /** Sends a line, unless the one before is still on its way: then it is left out. */
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
