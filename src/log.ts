/** The log on stderr: readable lines on a terminal, JSON lines otherwise. */
import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import type { Change } from './changes.ts';
import type { Feed } from './metering/feed.ts';
import type { Options } from './options.ts';

/** What the server says to the log. */
export interface Log
  extends Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled'> {
  /**
   * Writes the line of a request, at level `info` whether that is enabled or not. The only line
   * that there is one of for each request:
   * for pino to write it from an object took three times as long.
   * @param fields members of a JSON object, without its braces
   */
  readonly request: (fields: string) => void;
}

/** A log that keeps silent. */
export const silentLog: Log = Object.assign(pino({ level: 'silent' }), { request: () => {} });

/**
 * Warns of each thing once, however often it happens. For a bounded number of messages: all are
 * remembered.
 */
export function warnOnce(log: Pick<Log, 'warn'>): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message)) return;
    said.add(message);
    log.warn(message);
  };
}

/** Warns of meters that events make, and of events that were taken and do not count. */
export function logChanges(feed: Feed<Change>, log: Pick<Log, 'warn'>): void {
  feed.listen(['meter_created'], ({ account, meter: { id, eventName, madeByMock } }) => {
    if (!madeByMock) return;
    const made = `made ${id}, a sum over "value"`;
    const name = `no meter has event name "${eventName}" in account ${account.account}`;
    log.warn(`${name}: ${made}. With --strict the event would be refused`);
  });
  feed.listen(['event_found_invalid'], ({ event: { identifier, eventName, invalid } }) => {
    log.warn(`event ${identifier} of "${eventName}" was taken and does not count: ${invalid}`);
  });
}

/** How long a line may wait for others to be written with, in milliseconds. */
const FLUSH_MS = 100;
/**
 * How many bytes are written at once: each write takes a thread of its own some hundred
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
 * Gets bytes rather than text: of text, pino's stream measures all that waits at each new line,
 * which then took a sixth of a request.
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
  }; // its type only knows text
}

async function prettyStream(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty'); // loaded only where somebody reads along
  return pretty({
    destination: 2,
    sync: true,
    singleLine: true,
    translateTime: 'HH:MM:ss.l',
    ignore: 'pid,hostname',
  });
}
