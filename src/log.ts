/** The log on stderr: readable lines on a terminal, JSON lines otherwise. */
import { type DestinationStream, pino } from 'pino';
import type { Options } from './options.ts';

/** What the server says to the log. */
export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled'>;

/** A log that keeps silent. */
export const silentLog: Log = pino({ level: 'silent' });

/** How long a line may wait for others to be written with, in milliseconds. */
const FLUSH_MS = 100;

/** The log of the command. Lines are written in the background, several at a time. */
export async function stderrLog(level: Options['logLevel']): Promise<{ log: Log; flush: () => void }> {
  const destination = process.stderr.isTTY ? await prettyStream() : pino.destination({ dest: 2, sync: false, minLength: 16_000, periodicFlush: FLUSH_MS });
  const log = pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, destination);
  return { log, flush: () => log.flush() };
}

async function prettyStream(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty'); // loaded only where somebody reads along
  return pretty({ destination: 2, sync: true, singleLine: true, translateTime: 'HH:MM:ss.l', ignore: 'pid,hostname' });
}
