/** One request through Stripe's layers, in Stripe's order (v1.md 3.6): rate limiter, key, body and version, idempotency, parameters, endpoint.
 * Documented: that a rate limit and a missing key come before idempotency. The rest of the order is not recorded. */
import type { FaultRule, Faults } from '../metering/faults.ts';
import { type Answer, toAnswer } from './answers.ts';
import type { Caller } from './authentication.ts';
import { authenticate } from './authentication.ts';
import { overloadErrors, Refusal, requestErrors } from './errors.ts';
import { after, type Eventually } from './eventually.ts';
import type { Call, Exchange, Facts } from './exchange.ts';
import { decodeForm, type FormFault, type FormHash, isFormFault, MAX_DEPTH, MAX_PARAMETERS } from './form.ts';
import type { Idempotency } from './idempotency.ts';
import type { Json } from './json.ts';
import { type ParamsSchema, parseParams } from './params.ts';
import { type Broken, Strikes } from './strikes.ts';
import { isVersion } from './versions.ts';

/** One line of Stripe's API reference: what comes in, what is done, what goes out. */
export interface Endpoint {
  readonly method: 'DELETE' | 'GET' | 'POST';
  /** With `:names` for the changing parts. */
  readonly path: string;
  /** Checks the parameters: gives what is left to do, or the refusal. */
  readonly prepare: (form: FormHash) => Work | Refusal;
  /** What a fault can match of a request to here. */
  readonly facts: ((form: FormHash, caller: Caller) => Facts) | undefined;
}

/** What an endpoint does once its parameters are right: gives the object for a 200, or the refusal. */
export type Work = (call: Call) => Eventually<Json | Refusal>;

/** Declares an endpoint. `act` runs only with parameters that are right. */
export function endpoint<P>(
  method: Endpoint['method'],
  path: string,
  schema: ParamsSchema<P>,
  act: (params: P, call: Call) => Eventually<Json | Refusal>,
  facts?: (form: FormHash, caller: Caller) => Facts,
): Endpoint {
  const prepare = (form: FormHash) => {
    const params = parseParams(schema, form);
    return params instanceof Refusal ? params : (call: Call) => act(params, call);
  };
  return { method, path, prepare, facts };
}

/** What the layers are made of. */
export interface PipelineOptions {
  readonly faults: Faults;
  readonly idempotency: Idempotency;
  readonly allowLiveKeys: boolean;
  /** Reads a `Mock-Fault` header: the fault for this one request, or why it is none. Absent where the header means nothing. */
  readonly readFaultHeader: ((header: string) => FaultRule | Refusal) | undefined;
}

/** What a request brings beside its exchange. */
export interface Incoming {
  readonly exchange: Exchange;
  readonly endpoint: Endpoint;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  readonly stripeAccount: string | undefined;
  readonly mockFault: string | undefined;
}

/** Runs one request. Never throws for what a client sent. Gives a promise only when there is something to wait for. */
export function run(incoming: Incoming, options: PipelineOptions): Eventually<Answer | Broken> {
  const { exchange } = incoming;
  const decoded = exchange.isForm ? readForm(exchange.form) : requestErrors.notAForm();
  const caller = authenticate(incoming.authorization, incoming.stripeAccount, options.allowLiveKeys);
  if (!(caller instanceof Refusal)) exchange.caller = caller;
  if (!(decoded instanceof Refusal)) exchange.params = decoded;
  const strikes = strikesOf(incoming, options);
  if (strikes === undefined) return enter(caller, decoded, incoming, options, undefined);
  if (strikes instanceof Refusal) return toAnswer(strikes, exchange, false);
  return strikes.around(() => enter(caller, decoded, incoming, options, strikes));
}

/** The faults that can strike this request: armed ones, or the one that its `Mock-Fault` header asks for. `undefined` when there are none. */
function strikesOf({ exchange, endpoint, mockFault }: Incoming, options: PipelineOptions): Strikes | Refusal | undefined {
  const asked = mockFault === undefined ? undefined : options.readFaultHeader?.(mockFault);
  if (asked instanceof Refusal) return asked;
  return asked === undefined && options.faults.quiet ? undefined : new Strikes(exchange, options.faults, asked, endpoint.facts);
}

/** The layers behind the rate limiter. */
function enter(
  caller: Caller | Refusal,
  form: FormHash | Refusal,
  incoming: Incoming,
  { idempotency }: PipelineOptions,
  strikes: Strikes | undefined,
): Eventually<Answer> {
  const { exchange } = incoming;
  if (caller instanceof Refusal) return toAnswer(caller, exchange, false);
  if (!isVersion(exchange.version)) return toAnswer(requestErrors.badVersion(exchange.version), exchange, false);
  if (form instanceof Refusal) return toAnswer(form, exchange, false);
  if (exchange.idempotencyKey === undefined || exchange.method !== 'POST') return execute(form, incoming, strikes);
  return idempotency.once(caller, exchange.idempotencyKey, exchange, () => execute(form, incoming, strikes));
}

function readForm(text: string): FormHash | Refusal {
  const decoded = decodeForm(text);
  return isFormFault(decoded) ? formRefusal(decoded) : decoded;
}

function formRefusal({ fault, param = '' }: FormFault): Refusal {
  if (fault === 'encoding') return requestErrors.badEncoding();
  if (fault === 'too_many') return requestErrors.tooManyParameters(MAX_PARAMETERS);
  if (fault === 'too_deep') return requestErrors.tooDeep(param, MAX_DEPTH);
  return fault === 'repeated' ? requestErrors.repeated(param) : requestErrors.shape(param);
}

function execute(form: FormHash, incoming: Incoming, strikes: Strikes | undefined): Eventually<Answer> {
  const { exchange, endpoint } = incoming;
  const work = endpoint.prepare(form);
  if (work instanceof Refusal) return toAnswer(work, exchange, true);
  if (strikes === undefined) return after(work(callOf(incoming, false)), (result) => toAnswer(result, exchange, true));
  return executeStruck(work, incoming, strikes);
}

async function executeStruck(work: Work, incoming: Incoming, strikes: Strikes): Promise<Answer> {
  const { exchange } = incoming;
  const effect = (await strikes.at('endpoint'))?.effect;
  if (effect === 'api_error') return toAnswer(overloadErrors.apiError(), exchange, true);
  const result = await work(callOf(incoming, effect === 'success_without_recording'));
  const hidden = effect === 'api_error_after_recording' && !(result instanceof Refusal);
  return toAnswer(hidden ? overloadErrors.apiError() : result, exchange, true);
}

function callOf({ exchange, pathParams }: Incoming, discard: boolean): Call {
  const { requestId, version } = exchange;
  return { caller: exchange.caller as Caller, requestId, idempotencyKey: exchange.idempotencyKey ?? null, version, pathParams, discard };
}
