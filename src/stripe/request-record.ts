/** What is remembered of a request, and how it shows in the log. Flat, with as few objects as it can be: thousands of them live long. */
import type { Effect } from '../metering/faults.ts';
import type { Answer } from './answers.ts';
import type { Caller } from './authentication.ts';
import type { Exchange } from './exchange.ts';
import { maskKeysIn } from './masking.ts';
import type { Broken } from './strikes.ts';

/** One answered request. */
export interface RequestRecord {
  /** Its number among all requests, from 1; given by the log. */
  number: number;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** Names and values in turn as received, one a line. */
  readonly headerLines: string;
  /** The query and the body as one text: a form unless `isForm` says otherwise. */
  readonly form: string;
  readonly isForm: boolean;
  readonly receivedMs: number;
  /** Real time in milliseconds. */
  readonly durationMs: number;
  readonly caller: Caller | undefined;
  readonly idempotencyKey: string | undefined;
  readonly replayOf: string | undefined;
  readonly fault: Effect | undefined;
  /** `undefined` when the connection broke. */
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly connection: 'answered' | Broken;
}

/** Takes note of a request and what became of it. */
export function recordOf(exchange: Exchange, answer: Answer | Broken): RequestRecord {
  const sent = typeof answer === 'string' ? undefined : answer;
  return {
    number: 0,
    requestId: exchange.requestId,
    method: exchange.method,
    path: exchange.path,
    headerLines: exchange.rawHeaders.join('\n'),
    form: exchange.form,
    isForm: exchange.isForm,
    receivedMs: exchange.receivedMs,
    durationMs: performance.now() - exchange.startedMs,
    caller: exchange.caller,
    idempotencyKey: exchange.idempotencyKey,
    replayOf: exchange.replayOf,
    fault: exchange.fault,
    status: sent?.status,
    error: sent?.error,
    connection: typeof answer === 'string' ? answer : 'answered',
  };
}

/** The fields of a request's log line. */
export function logFields(record: RequestRecord): Record<string, unknown> {
  return {
    method: record.method,
    path: maskKeysIn(record.path),
    status: record.status,
    ms: Math.round(record.durationMs * 100) / 100,
    request_id: record.requestId,
    account: record.caller?.account,
    replayed: record.replayOf !== undefined,
    fault: record.fault,
    error: record.error,
  };
}
