/** The kept form of a request, and its log line. */

import { boolean, line, number, optional, packing, rest, text, word } from '../storage/packing.ts';
import type { Answer, Broken } from './answer.ts';
import type { Caller } from './authentication.ts';
import type { BodyType, Exchange } from './exchange.ts';
import type { FaultName } from './faults/effects.ts';
import { maskKeysIn } from './masking.ts';
import { quote } from './v1/json.ts';

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
  /** The length of query and body on arrival, joined, in bytes of UTF-8. */
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

/** A record in the form that is packed. */
interface PackedRecord
  extends Omit<RequestRecord, 'bodyBytes' | 'caller' | 'durationMs' | 'isCut'> {
  readonly durationMicros: number;
  readonly account: string | undefined;
  readonly livemode: boolean;
  readonly connectedAccount: string | undefined;
  /** Only if the body is cut: the length of query and body on arrival. */
  readonly cutBytes: number | undefined;
}

const maybeLine = optional(line);
const maybeText = optional(text);
const maybeNumber = optional(number);
const maybeFault = optional(word<FaultName>());

/** Microseconds are whole numbers, which are written faster than fractions. */
const packed = packing<PackedRecord>({
  requestId: line,
  method: line,
  path: line,
  headerLines: line,
  bodyType: word<BodyType>(),
  receivedMs: number,
  durationMicros: number,
  account: maybeLine,
  livemode: boolean,
  connectedAccount: maybeLine,
  idempotencyKey: maybeLine,
  replayOf: maybeLine,
  fault: maybeFault,
  status: maybeNumber,
  error: maybeText,
  connection: word<RequestRecord['connection']>(),
  query: line,
  cutBytes: maybeNumber,
  body: rest,
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

function lengthOf(query: string, body: string): number {
  return Buffer.byteLength(joinedForm(query, body));
}

/** A request and its ending as one text, so that thousands can be kept. */
export function packRecord(exchange: Exchange, { answer, durationMs }: Ending): string {
  const { caller, query, body } = exchange;
  const isWhole = fits(body);
  const isBroken = typeof answer === 'string';
  return packed.pack({
    requestId: exchange.requestId,
    method: exchange.method,
    path: exchange.path,
    headerLines: exchange.rawHeaders.join('\n'),
    bodyType: exchange.bodyType,
    receivedMs: number.write(exchange.receivedMs),
    durationMicros: number.write(Math.round(durationMs * 1000)),
    account: maybeLine.write(caller?.account),
    livemode: boolean.write(caller?.livemode ?? false),
    connectedAccount: maybeLine.write(caller?.connectedAccount),
    idempotencyKey: maybeLine.write(exchange.idempotencyKey),
    replayOf: maybeLine.write(exchange.replayOf),
    fault: maybeFault.write(exchange.fault),
    status: maybeNumber.write(isBroken ? undefined : answer.status),
    error: maybeText.write(
      isBroken || answer.error === undefined ? undefined : shortened(answer.error),
    ),
    connection: isBroken ? answer : 'answered',
    query,
    cutBytes: maybeNumber.write(isWhole ? undefined : lengthOf(query, body)),
    body: isWhole ? body : beginningOf(maskKeysIn(body)), // half a key could not be masked later
  });
}

/** The record in a packed text. */
export function unpackRecord(record: string): RequestRecord {
  const { account, livemode, connectedAccount, durationMicros, cutBytes, ...kept } =
    packed.unpack(record);
  return {
    ...kept,
    durationMs: durationMicros / 1000,
    bodyBytes: cutBytes ?? lengthOf(kept.query, kept.body),
    isCut: cutBytes !== undefined,
    caller: account === undefined ? undefined : { account, livemode, connectedAccount },
  };
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
    ...(requestId === undefined ? [] : [packed.needle('requestId', requestId)]),
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
  let fields = `"method":"${method}","path":${quote(path)}`;
  if (status !== undefined) fields += `,"status":${status}`;
  fields += `,"ms":${twoDecimals(durationMs)},"request_id":"${requestId}"`;
  if (caller !== undefined) fields += `,"account":"${caller.account}"`;
  fields += `,"replayed":${replayOf !== undefined}`;
  if (fault !== undefined) fields += `,"fault":"${fault}"`;
  return error === undefined ? fields : `${fields},"error":${quote(shortened(error))}`;
}

/** Written from whole numbers: V8 takes several times as long to write a fraction. */
function twoDecimals(number: number): string {
  const hundredths = Math.round(number * 100);
  const rest = hundredths % 100;
  return `${Math.floor(hundredths / 100)}.${rest < 10 ? '0' : ''}${rest}`;
}
