/** The log on stderr: readable lines on a terminal, JSON lines otherwise. */
import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import type { Change } from './changes.ts';
import { shownParams } from './control/inspect.ts';
import type { Feed } from './metering/feed.ts';
import type { Options } from './options.ts';
import { factFields, factsOf, shortLine } from './request-line.ts';
import type { Exchange } from './stripe/exchange.ts';
import { maskKeysIn } from './stripe/masking.ts';
import { type Ending, logFields } from './stripe/request-record.ts';

/** The server's log. */
export interface Log
  extends Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled'> {
  /**
   * Writes the line of a request, at level `info`, without checking whether that is enabled. This
   * is the only line written for every request, and pino took three times as long to write it from
   * an object.
   */
  readonly request: (exchange: Exchange, ending: Ending) => void;
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

/** Logs what changes, as long as a server runs. */
export type LogChanges = (feed: Feed<Change>, log: Log) => void;

/**
 * Warns of meters that events make, and of events that were taken and do not count; says what tests
 * do with faults, clocks and resets.
 */
export function logChanges(feed: Feed<Change>, log: Log): void {
  logMadeMeters(feed, log);
  logInvalid(feed, log);
  if (log.isLevelEnabled('info')) logControls(feed, log);
}

/** One line for each fault that is armed, fires or goes, each move of a clock, reset and load. */
export function logControls(feed: Feed<Change>, log: Pick<Log, 'info'>): void {
  feed.listen(['fault_armed', 'fault_fired', 'fault_removed'], ({ kind, fault }) => {
    const { effect, match, times } = fault.rule;
    const what = Object.entries(match).filter(([, value]) => value !== undefined);
    const matching = what.map(([name, value]) => `${name} ${value}`).join(', ') || 'every request';
    const often = kind === 'fault_fired' ? `, ${fault.fired} of ${times ?? 'any number'}` : '';
    log.info(`${kind.replace('_', ' ')}: ${fault.id} ${effect} for ${matching}${often}`);
  });
  feed.listen(['clock_set'], ({ account, nowMs, frozen }) => {
    const whose = account === undefined ? 'the common clock' : `the clock of account ${account}`;
    const state = frozen ? ', where it stands still' : '';
    log.info(`${whose} was put to ${new Date(nowMs).toISOString()}${state}`);
  });
  feed.listen(['reset'], ({ account }) => {
    log.info(account === undefined ? 'everything was reset' : `account ${account} was reset`);
  });
  feed.listen(['fixtures_loaded'], ({ loaded }) => {
    const items = Object.entries(loaded).filter(([, count]) => count > 0);
    const named = items.map(([list, count]) => `${count} ${list}`).join(', ') || 'no items';
    log.info(`fixtures were loaded: ${named}`);
  });
}

/** One line for each meter that an event made. */
function logMadeMeters(feed: Feed<Change>, log: Pick<Log, 'warn'>): void {
  feed.listen(['meter_created'], ({ account, meter: { id, eventName, madeByMock } }) => {
    if (!madeByMock) return;
    const made = `created ${id}, a sum over "value"`;
    const name = `no meter has event name "${eventName}" in account ${account.account}`;
    log.warn(`${name}: ${made}. With --strict the event would be refused`);
  });
}

/** One line for each event that was taken and does not count. */
export function logInvalid(feed: Feed<Change>, log: Pick<Log, 'warn'>): void {
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
): Promise<{ log: Log; flush: () => Promise<void> }> {
  const destination = process.stderr.isTTY ? await prettyStream() : backgroundStream();
  const log = pino(
    { level, base: null, formatters: { level: (label) => ({ level: label }) } },
    destination,
  );
  const isDetailed = log.isLevelEnabled('debug');
  const fieldsOf = process.stderr.isTTY ? terminalFields : jsonFields;
  const request = (exchange: Exchange, ending: Ending) => {
    const details = isDetailed ? detailFields(exchange, ending) : '';
    const line = `{"level":"info"${stdTimeFunctions.epochTime()},${fieldsOf(exchange, ending)}`;
    destination.write(maskKeysIn(`${line}${details}}\n`));
  };
  return { log: Object.assign(log, { request }), flush: () => flushed(log) };
}

/** How long an end may wait for the last lines, in milliseconds, if nobody reads them. */
const LAST_LINES_MS = 1000;

/**
 * Waits until the lines so far are written: an exit during a write loses what is being written.
 * What was not begun by then is written at the exit.
 */
function flushed(log: pino.Logger): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LAST_LINES_MS);
    log.flush(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** All facts, for programs. */
function jsonFields(exchange: Exchange, ending: Ending): string {
  return `${logFields(exchange, ending)}${factFields(factsOf(exchange, ending))},"msg":"request"`;
}

/** One short line, for people. */
function terminalFields(exchange: Exchange, ending: Ending): string {
  return `"msg":${JSON.stringify(shortLine(exchange, ending, !process.env['NO_COLOR']))}`;
}

/** What was sent and what was answered, decoded. */
function detailFields(exchange: Exchange, { answer }: Ending): string {
  const body = typeof answer === 'string' ? answer : answer.body;
  return `,"params":${JSON.stringify(shownParams(exchange))},"answer":${JSON.stringify(body)}`;
}

/**
 * Takes bytes instead of strings: with strings, pino's stream measures everything that is waiting
 * for each new line, which took a sixth of a request.
 */
function backgroundStream(): DestinationStream & { flush: (done: () => void) => void } {
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
    flush: (done) => stream.flush(done),
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
