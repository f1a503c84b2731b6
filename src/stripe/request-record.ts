/** The kept form of a request, and its log line. */

import { boolean, number, optional, packing, text, textNeedle, word } from '../storage/packing.ts';
import type { Answer, Broken } from './answer.ts';
import type { Caller } from './authentication.ts';
import type { BodyType, Exchange } from './exchange.ts';
import type { FaultName } from './faults/effects.ts';
import { maskKeysIn } from './masking.ts';

/** A request as it is kept. */
export interface RequestRecord {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** Alternating names and values as received, one per line. */
  readonly headerLines: string;
  readonly query: string;
  /** If `isCut`, at most `KEPT_BYTES` of it, with keys masked. */
  readonly body: string;
  /** The length of query and body together on arrival, in bytes of UTF-8. */
  readonly bodyBytes: number;
  readonly isCut: boolean;
  readonly bodyType: BodyType;
  readonly receivedMs: number;
  /** Real time in milliseconds. */
  readonly durationMs: number;
  readonly caller: Caller | undefined;
  readonly idempotencyKey: string | undefined;
  readonly replayOf: string | undefined;
  readonly fault: FaultName | undefined;
  /** `undefined` if the connection broke. */
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly connection: 'answered' | Broken;
}

/** How a request ended. */
export interface Ending {
  readonly answer: Answer | Broken;
  /** How long it took, in milliseconds of real time. */
  readonly durationMs: number;
}

/** A record in the form that is packed: with the caller's fields at the top level. */
interface PackedRecord extends Omit<RequestRecord, 'caller'> {
  readonly account: string | undefined;
  readonly livemode: boolean;
  readonly connectedAccount: string | undefined;
}

const packed = packing<PackedRecord>({
  requestId: text,
  method: text,
  path: text,
  headerLines: text,
  bodyType: word<BodyType>(),
  receivedMs: number,
  durationMs: number,
  account: optional(text),
  livemode: boolean,
  connectedAccount: optional(text),
  idempotencyKey: optional(text),
  replayOf: optional(text),
  fault: optional(word<FaultName>()),
  status: optional(number),
  error: optional(text),
  connection: word<RequestRecord['connection']>(),
  query: text,
  bodyBytes: number,
  isCut: boolean,
  body: text,
});

/**
 * How much of a request's body and of its error is kept, in bytes of UTF-8. Path, query and headers
 * together cannot be longer: Node refuses that.
 */
const KEPT_BYTES = 16 * 1024;

/** Query and body joined, as a form is read. */
export function joinedForm(query: string, body: string): string {
  return query === '' || body === '' ? query + body : `${query}&${body}`;
}

/** An error can quote everything that was sent. */
function shortened(error: string): string {
  return fits(error) ? error : `${beginningOf(maskKeysIn(error))}…`;
}

function fits(text: string): boolean {
  return text.length * 3 <= KEPT_BYTES || Buffer.byteLength(text) <= KEPT_BYTES;
}

/** As many whole characters as fit in `KEPT_BYTES`. */
function beginningOf(text: string): string {
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(KEPT_BYTES)).read);
}

/** A request and its ending as one text, so that thousands can be kept. */
export function packRecord(exchange: Exchange, { answer, durationMs }: Ending): string {
  const { caller, query, body } = exchange;
  const isCut = !fits(body);
  const isBroken = typeof answer === 'string';
  return packed.pack({
    requestId: exchange.requestId,
    method: exchange.method,
    path: exchange.path,
    headerLines: exchange.rawHeaders.join('\n'),
    bodyType: exchange.bodyType,
    receivedMs: exchange.receivedMs,
    durationMs: Math.round(durationMs * 1000) / 1000,
    account: caller?.account,
    livemode: caller?.livemode ?? false,
    connectedAccount: caller?.connectedAccount,
    idempotencyKey: exchange.idempotencyKey,
    replayOf: exchange.replayOf,
    fault: exchange.fault,
    status: isBroken ? undefined : answer.status,
    error: isBroken || answer.error === undefined ? undefined : shortened(answer.error),
    connection: isBroken ? answer : 'answered',
    query: exchange.query,
    bodyBytes: Buffer.byteLength(joinedForm(query, body)),
    isCut,
    body: isCut ? beginningOf(maskKeysIn(body)) : body, // half a key could not be masked later
  });
}

/** The record in a packed text. */
export function unpackRecord(record: string): RequestRecord {
  const { account, livemode, connectedAccount, ...rest } = packed.unpack(record);
  const caller = account === undefined ? undefined : { account, livemode, connectedAccount };
  return { ...rest, caller };
}

/** The fields by which requests are searched, besides the account. An absent one matches all. */
export interface RequestFields {
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  /** In upper case. */
  readonly method?: string | undefined;
  readonly requestId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** The bytes that the text of every matching record contains. */
export function needlesOf(fields: RequestFields): Buffer[] {
  const { path, status, method, requestId, idempotencyKey } = fields;
  return [
    // The first field has no separator before it, so its text alone is searched for.
    ...(requestId === undefined ? [] : [textNeedle(requestId)]),
    ...(idempotencyKey === undefined ? [] : [packed.needle('idempotencyKey', idempotencyKey)]),
    ...(path === undefined ? [] : [packed.needle('path', path)]),
    ...(status === undefined ? [] : [packed.needle('status', status)]),
    ...(method === undefined ? [] : [packed.needle('method', method)]),
  ];
}

/**
 * Whether a record has these fields. Its text may contain the bytes elsewhere, so a match of the
 * needles is not enough.
 */
export function hasFields(record: RequestRecord, fields: RequestFields): boolean {
  const { path, status, method, requestId, idempotencyKey } = fields;
  return (
    (path === undefined || record.path === path) &&
    (status === undefined || record.status === status) &&
    (method === undefined || record.method === method) &&
    (requestId === undefined || record.requestId === requestId) &&
    (idempotencyKey === undefined || record.idempotencyKey === idempotencyKey)
  );
}

/** The fields of a request's log line, as JSON. Keys are masked by the log, in the whole line. */
export function logFields(exchange: Exchange, { answer, durationMs }: Ending): string {
  const { method, path, requestId, caller, replayOf, fault } = exchange;
  const { status, error }: Partial<Answer> = typeof answer === 'string' ? {} : answer;
  let fields = `"method":"${method}","path":${JSON.stringify(path)}`;
  if (status !== undefined) fields += `,"status":${status}`;
  fields += `,"ms":${Math.round(durationMs * 100) / 100},"request_id":"${requestId}"`;
  if (caller !== undefined) fields += `,"account":"${caller.account}"`;
  fields += `,"replayed":${replayOf !== undefined}`;
  if (fault !== undefined) fields += `,"fault":"${fault}"`;
  return error === undefined ? fields : `${fields},"error":${JSON.stringify(shortened(error))}`;
}
