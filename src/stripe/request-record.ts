/** What is remembered of a request, and how it shows in the log. */
import type { Effect } from '../metering/faults.ts';
import type { Answer } from './answers.ts';
import type { Caller } from './authentication.ts';
import type { Exchange } from './exchange.ts';
import { maskKeysIn } from './masking.ts';
import { NONE, pack, unpack } from './packing.ts';
import type { Broken } from './strikes.ts';

/** A request as it is remembered. */
export interface RequestRecord {
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

/** What became of a request. */
export interface Ending {
  readonly answer: Answer | Broken;
  /** Real time that it took, in milliseconds. */
  readonly durationMs: number;
}

const FIELDS = 17;

/** A request and what became of it as one text, which is how thousands of them can be kept. */
export function packRecord(exchange: Exchange, { answer, durationMs }: Ending): string {
  const { caller, idempotencyKey } = exchange;
  const isBroken = typeof answer === 'string';
  return pack([
    exchange.requestId,
    exchange.method,
    exchange.path,
    exchange.rawHeaders.join('\n'),
    exchange.isForm,
    exchange.receivedMs,
    Math.round(durationMs * 1000),
    caller?.account ?? NONE,
    caller?.livemode ?? NONE,
    caller?.connectedAccount ?? NONE,
    idempotencyKey === undefined ? NONE : `=${idempotencyKey}`, // a key can be empty
    exchange.replayOf ?? NONE,
    exchange.fault ?? NONE,
    isBroken ? NONE : answer.status,
    isBroken || answer.error === undefined ? NONE : JSON.stringify(answer.error),
    isBroken ? answer : 'answered',
    exchange.form,
  ]);
}

/** The record that a text was made of. */
export function unpackRecord(text: string): RequestRecord {
  const fields = unpack(text, FIELDS);
  const [requestId = '', method = '', path = '', headerLines = '', isForm, receivedMs, durationUs, account, livemode, connected, key] = fields;
  const [replayOf, fault, status, error, connection, form = ''] = fields.slice(11);
  return {
    requestId,
    method,
    path,
    headerLines,
    form,
    isForm: isForm === 'true',
    receivedMs: Number(receivedMs),
    durationMs: Number(durationUs) / 1000,
    caller: account ? { account, livemode: livemode === 'true', connectedAccount: connected || undefined } : undefined,
    idempotencyKey: key?.startsWith('=') ? key.slice(1) : undefined,
    replayOf: replayOf || undefined,
    fault: (fault || undefined) as Effect | undefined,
    status: status ? Number(status) : undefined,
    error: error ? JSON.parse(error) : undefined,
    connection: connection as RequestRecord['connection'],
  };
}

/** The fields of a request's log line, as JSON. */
export function logFields(exchange: Exchange, { answer, durationMs }: Ending): string {
  const { caller, fault } = exchange;
  const { status, error }: Partial<Answer> = typeof answer === 'string' ? {} : answer;
  return (
    `"method":"${exchange.method}","path":${JSON.stringify(maskKeysIn(exchange.path))}` +
    `${status === undefined ? '' : `,"status":${status}`},"ms":${Math.round(durationMs * 100) / 100},"request_id":"${exchange.requestId}"` +
    `${caller === undefined ? '' : `,"account":"${caller.account}"`},"replayed":${exchange.replayOf !== undefined}` +
    `${fault === undefined ? '' : `,"fault":"${fault}"`}${error === undefined ? '' : `,"error":${JSON.stringify(error)}`}`
  );
}
