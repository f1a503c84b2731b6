/** Sends a long document over HTTP while it is built, no faster than the client reads it. */
import type { ServerResponse } from 'node:http';
import { isWithin } from '../metering/account-name.ts';
import { type LongRead, written } from './long-read.ts';
import { inTurns } from './slices.ts';

/** Listens for resets, of an account or of everything, until the returned function is called. */
export type OnReset = (heard: (account: string | undefined) => void) => () => void;

/** The means of sending a document. */
export interface Sending {
  readonly response: ServerResponse;
  /** Called before the first byte is sent. */
  readonly onStart: () => void;
  readonly onReset: OnReset;
  /** Aborted when the server closes: the connection then closes after the document. */
  readonly closing: AbortSignal;
}

/**
 * Builds the first slice of a document. If that completes it, it is sent with its length; otherwise
 * each slice is sent as soon as it is built. If the client disconnects, building stops. A reset of
 * the data that the document shows breaks the connection, since the rest no longer exists.
 *
 * Resolves when everything is sent or the connection is closed. Rejects if building throws before
 * the first byte; later, an error breaks the connection.
 */
export function sendInSlices<T extends object>(read: LongRead<T>, sending: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    const sender = new Sender(read, sending, reject);
    sending.response.once('close', () => {
      sender.stop();
      resolve();
    });
    inTurns(sender.work);
  });
}

class Sender<T extends object> {
  readonly #shown: string | undefined;
  readonly #status: number;
  readonly #pieces: Generator<string | undefined>;
  readonly #sending: Sending;
  readonly #reject: (error: unknown) => void;
  #stopListening = () => {};

  constructor(read: LongRead<T>, sending: Sending, reject: (error: unknown) => void) {
    this.#shown = read.account;
    this.#status = read.status;
    this.#pieces = written(read);
    this.#sending = sending;
    this.#reject = reject;
  }

  /** Builds and sends a slice; returns whether it needs another turn. */
  readonly work = (isOver: () => boolean): boolean => {
    const { response } = this.#sending;
    if (response.destroyed) return false;
    try {
      const { bytes, isLast } = gathered(this.#pieces, isOver);
      if (!response.headersSent) this.#start();
      if (isLast) this.#end(bytes);
      else if (bytes.length === 0 || response.write(bytes)) return true;
      else response.once('drain', () => inTurns(this.work));
    } catch (error) {
      if (response.headersSent) response.destroy();
      this.#reject(error);
    }
    return false;
  };

  stop(): void {
    this.#stopListening();
    this.#pieces.return(undefined);
  }

  #start(): void {
    const { response, onStart, onReset, closing } = this.#sending;
    onStart();
    response.statusCode = this.#status;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    if (closing.aborted) response.setHeader('connection', 'close');
    this.#stopListening = onReset((account) => {
      if (concerns(account, this.#shown)) response.destroy();
    });
  }

  #end(bytes: Buffer): void {
    const { response, closing } = this.#sending;
    const { socket } = response;
    this.#stopListening();
    // Node sets it for a GET, but not for a HEAD.
    if (!response.headersSent) response.setHeader('content-length', bytes.length);
    // If it stayed open, it would delay a close that began meanwhile.
    response.end(bytes, () => void (closing.aborted && socket?.end()));
  }
}

/**
 * The minimum size of a slice in bytes, whatever the time, so that a document of a hundred items is
 * built in one turn, without a reset in between. A piece counts as at least `LEAST_PIECE` bytes, a
 * pause as `LEAST_PAUSE`.
 */
const LEAST = 64 * 1024;
const LEAST_PIECE = LEAST / 128;
const LEAST_PAUSE = LEAST / 8;

/** The pieces built until the slice is over, in UTF-8. */
function gathered(pieces: Generator<string | undefined>, isOver: () => boolean) {
  const slice = new Slice();
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return { bytes: slice.bytes(), isLast: true };
    slice.add(value);
    if (slice.made >= LEAST && isOver()) return { bytes: slice.bytes(), isLast: false };
  }
}

/**
 * How many characters are encoded at a time. A slice as one string, joined from a thousand pieces,
 * made the garbage collector pause for up to 27 ms; now for up to 6 (Node 20).
 */
const STRETCH = 16 * 1024;

class Slice {
  /** How much was built, as counted for `LEAST`. */
  made = 0;
  readonly #encoded: Buffer[] = [];
  #text = '';

  add(piece: string | undefined): void {
    if (piece === undefined) {
      this.made += LEAST_PAUSE;
      return;
    }
    this.made += Math.max(LEAST_PIECE, piece.length);
    this.#text += piece;
    if (this.#text.length >= STRETCH) this.#encode();
  }

  bytes(): Buffer {
    this.#encode();
    return Buffer.concat(this.#encoded);
  }

  #encode(): void {
    this.#encoded.push(Buffer.from(this.#text));
    this.#text = '';
  }
}

/** Whether a reset (of one account or all) affects what a read (of one account or all) shows. */
function concerns(reset: string | undefined, shown: string | undefined): boolean {
  if (reset === undefined || shown === undefined) return true;
  return isWithin(reset, shown) || isWithin(shown, reset);
}
