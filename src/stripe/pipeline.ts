/**
 * One request through Stripe's layers, in Stripe's order (docs/stripe/requests.md#layers): rate
 * limiter, key, version and body, idempotency, parameters, endpoint. Documented: that a rate limit
 * and a missing key come before idempotency. GUESS: the rest of the order.
 */
import type { Clocks } from '../metering/clocks.ts';
import type { MaybePromise } from '../metering/maybe-promise.ts';
import type { Answer, Broken } from './answer.ts';
import type { Caller } from './authentication.ts';
import type { Credentials } from './dialect.ts';
import type { Call, Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { RequestFaults, type RequestFaultsOptions } from './faults/request-faults.ts';
import type { FaultRule } from './faults/rule.ts';
import type { Idempotency } from './idempotency.ts';
import { Refusal } from './refusal.ts';
import { thenMaybe } from './then-maybe.ts';

/** Dependencies of the layers. */
export interface PipelineOptions extends RequestFaultsOptions {
  readonly clocks: Clocks;
  readonly idempotency: Idempotency;
  /** Whether the commands of endpoints are logged. Default: they are not. */
  readonly logsActs?: boolean | undefined;
  /** Called with each caller that has a valid key, before anything reads its account. */
  readonly welcome?: ((caller: Caller) => void) | undefined;
  /**
   * Reads a `Mock-Fault` header: the fault for this one request, or the refusal. Absent if the
   * header is not supported.
   */
  readonly readFaultHeader: ((header: string, path: string) => FaultRule | Refusal) | undefined;
}

/** The input of a request besides its exchange. */
export interface Incoming extends Credentials {
  readonly exchange: Exchange;
  readonly endpoint: Endpoint;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly mockFault: string | undefined;
}

/**
 * Runs one request. Never throws because of what a client sent. Returns a promise only if there is
 * something to wait for.
 */
export function run(incoming: Incoming, options: PipelineOptions): MaybePromise<Answer | Broken> {
  const { exchange, endpoint } = incoming;
  const { dialect } = endpoint;
  const body = dialect.decode(exchange);
  const caller = dialect.caller(incoming);
  const known = caller instanceof Refusal ? caller.fields.caller : caller;
  if (known !== undefined) {
    exchange.caller = known;
    if (options.clocks.hasOwn(known.account)) {
      exchange.receivedMs = options.clocks.now(known.account);
    }
    if (known === caller) options.welcome?.(known);
  }
  const faults = faultsOf(incoming, body instanceof Refusal ? undefined : body, options);
  if (faults instanceof Refusal) return dialect.write(faults, exchange, false);
  const request = new Layers(incoming, body, caller, faults, options);
  return faults === undefined ? request.enter() : faults.around(() => request.enter());
}

/**
 * The faults that can fire for this request: armed ones, or the one requested by its `Mock-Fault`
 * header. `undefined` if there are none.
 */
function faultsOf(
  { exchange, endpoint, mockFault }: Incoming,
  body: unknown,
  options: PipelineOptions,
): RequestFaults | Refusal | undefined {
  const asked =
    mockFault === undefined ? undefined : options.readFaultHeader?.(mockFault, exchange.path);
  if (asked instanceof Refusal) return asked;
  if (asked === undefined && options.faults.quiet) return undefined;
  return new RequestFaults(options, { exchange, endpoint, body }, asked);
}

/** The layers after the rate limiter, for one request. */
class Layers {
  readonly #incoming: Incoming;
  readonly #body: unknown;
  readonly #caller: Caller | Refusal;
  readonly #faults: RequestFaults | undefined;
  readonly #options: PipelineOptions;

  constructor(
    incoming: Incoming,
    body: unknown,
    caller: Caller | Refusal,
    faults: RequestFaults | undefined,
    options: PipelineOptions,
  ) {
    this.#incoming = incoming;
    this.#body = body;
    this.#caller = caller;
    this.#faults = faults;
    this.#options = options;
  }

  enter(): MaybePromise<Answer> {
    const { exchange, endpoint } = this.#incoming;
    const { dialect } = endpoint;
    const refusal = this.#refusal();
    if (refusal !== undefined) return dialect.write(refusal, exchange, false);
    const { idempotencyKey: key, method } = exchange;
    if (key === undefined || !dialect.keys.methods.includes(method)) return this.#execute();
    const request = { exchange, dialect, key, body: this.#body };
    return this.#options.idempotency.once(request, () => this.#execute());
  }

  /** Why a request does not reach the idempotency layer. */
  #refusal(): Refusal | undefined {
    if (this.#caller instanceof Refusal) return this.#caller;
    const { exchange, endpoint } = this.#incoming;
    const refusal = endpoint.dialect.refuseVersion(exchange);
    return refusal ?? (this.#body instanceof Refusal ? this.#body : undefined);
  }

  #execute(): MaybePromise<Answer> {
    const { exchange, endpoint } = this.#incoming;
    const params = endpoint.params(this.#body, exchange.version);
    if (params instanceof Refusal) return endpoint.dialect.write(params, exchange, true);
    const act = ({ discard }: { readonly discard: boolean }) =>
      endpoint.act(params, this.#call(discard));
    const result = this.#faults === undefined ? act(RECORDING) : this.#faults.endpoint(act);
    return thenMaybe(result, (done) => endpoint.dialect.write(done, exchange, true));
  }

  #call(discard: boolean): Call {
    const { exchange, pathParams } = this.#incoming;
    const caller = exchange.caller as Caller;
    const { account, livemode } = caller;
    const { atMs, sharedMs } = this.#options.clocks.instant(account);
    return {
      atMs,
      sharedMs,
      caller,
      account: { account, livemode },
      requestId: exchange.requestId,
      idempotencyKey: exchange.idempotencyKey ?? null,
      version: exchange.version,
      pathParams,
      discard,
      tell: this.#options.logsActs ? tellTo(exchange) : undefined,
    };
  }
}

function tellTo(exchange: Exchange): Call['tell'] {
  return (command, outcome) => void (exchange.acted = { command, outcome });
}

const RECORDING = { discard: false } as const;
