/** The log on stderr: readable lines on a terminal, JSON lines otherwise. */
import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import type { Change } from './changes.ts';
import type { Feed } from './metering/feed.ts';
import type { Options } from './options.ts';

/** The server's log. */
export interface Log
  extends Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled'> {
  /**
   * Writes the line of a request, at level `info`, without checking whether that is enabled. This
   * is the only line written for every request, and pino took three times as long to write it from
   * an object.
   * @param fields members of a JSON object, without its braces
   */
  readonly request: (fields: string) => void;
}

/** A log that writes nothing. */
export const silentLog: Log = Object.assign(pino({ level: 'silent' }), { request: () => {} });

/**
 * Writes each warning once, however often it occurs. For a bounded number of messages, since all
 * are remembered.
 */
export function warnOnce(log: Pick<Log, 'warn'>): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message)) return;
    said.add(message);
    log.warn(message);
  };
}

/** Warns about meters created by events, and about events that were accepted but do not count. */
export function logChanges(feed: Feed<Change>, log: Pick<Log, 'warn'>): void {
  feed.listen(['meter_created'], ({ account, meter: { id, eventName, madeByMock } }) => {
    if (!madeByMock) return;
    const made = `created ${id}, a sum over "value"`;
    const name = `no meter has event name "${eventName}" in account ${account.account}`;
    log.warn(`${name}: ${made}. With --strict the event would be refused`);
  });
  feed.listen(['event_found_invalid'], ({ event: { identifier, eventName, invalid } }) => {
    log.warn(`event ${identifier} of "${eventName}" was accepted but does not count: ${invalid}`);
  });
}

/** How long a line may wait to be written together with others, in milliseconds. */
const FLUSH_MS = 100;
/**
 * How many bytes are written at once: each write keeps a thread busy for about a hundred
 * microseconds.
 */
const BATCH_BYTES = 64 * 1024;

/** The log of the command. Lines are written in the background, several at a time. */
export async function stderrLog(
  level: Options['logLevel'],
): Promise<{ log: Log; flush: () => void }> {
  const destination = process.stderr.isTTY ? await prettyStream() : backgroundStream();
  const log = pino(
    { level, base: null, formatters: { level: (label) => ({ level: label }) } },
    destination,
  );
  const request = (fields: string) =>
    destination.write(
      `{"level":"info"${stdTimeFunctions.epochTime()},${fields},"msg":"request"}\n`,
    );
  return { log: Object.assign(log, { request }), flush: () => log.flush() };
}

/**
 * Takes bytes instead of strings: with strings, pino's stream measures everything that is waiting
 * for each new line, which took a sixth of a request.
 */
function backgroundStream(): DestinationStream & { flush: () => void } {
  const stream = pino.destination({
    dest: 2,
    sync: false,
    minLength: BATCH_BYTES,
    maxWrite: 2 * BATCH_BYTES,
    periodicFlush: FLUSH_MS,
    contentMode: 'buffer',
  });
  return {
    write: (line) => void stream.write(Buffer.from(line) as never),
    flush: () => stream.flush(),
  }; // its type only allows strings
}

async function prettyStream(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty'); // loaded only for a terminal
  return pretty({
    destination: 2,
    sync: true,
    singleLine: true,
    translateTime: 'HH:MM:ss.l',
    ignore: 'pid,hostname',
  });
}
