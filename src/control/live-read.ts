/** A requested feed: it starts once it has a response to write to. */

/**
 * What a feed needs of Node's response. Declared here, since the library's declarations must not
 * depend on a package of types.
 */
export interface KeptResponse {
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
  /** Whether earlier writes have not been sent yet. */
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
