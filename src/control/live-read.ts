/** A feed that was asked for: it begins once it has a response to write to. */

/** What a feed needs of Node's response: the library's declarations name no package. */
export interface KeptResponse {
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
  /** Whether what was written before still waits. */
  readonly writableNeedDrain: boolean;
  readonly socket: { end(): unknown } | null;
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(text: string): unknown;
  end(done?: () => void): unknown;
  destroy(): unknown;
  once(event: 'close' | 'drain', heard: () => void): unknown;
}

/** Sends the feed until the client hangs up or the signal is aborted. */
export class LiveRead {
  readonly start: (response: KeptResponse, closing: AbortSignal) => void;

  constructor(start: LiveRead['start']) {
    this.start = start;
  }
}
