/**
 * The Stripe API of the server: Fastify on the outside, the pipeline on the inside. Every answer is
 * sent through `finish` and the response batch.
 */
import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import formbody from '@fastify/formbody';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MaybePromise } from '../metering/maybe-promise.ts';
import type { Answer, Broken } from './answer.ts';
import type { Dialect } from './dialect.ts';
import type { Endpoint } from './endpoint.ts';
import type { BodyType, Exchange } from './exchange.ts';
import { maskKeysIn } from './masking.ts';
import { type PipelineOptions, run } from './pipeline.ts';
import { Refusal } from './refusal.ts';
import type { Ending } from './request-record.ts';
import { ResponseBatch } from './response-batch.ts';
import { thenMaybe } from './then-maybe.ts';
import { NOT_IMPLEMENTED, unknownRoute } from './unknown-route.ts';

/** The maximum body size in bytes. GUESS: Stripe's own limit is not known. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** The dependencies of the HTTP side, besides those of the layers. */
export interface TransportOptions extends PipelineOptions {
  readonly allowLiveKeys: boolean;
  /** The dialect for a path without an endpoint. */
  readonly dialectOf: (path: string) => Dialect<unknown, unknown>;
  readonly log: { warn(message: string): void; error(fields: object, message: string): void };
  /** Records every answered request, in the turn of the event loop that answers it. */
  readonly record: (exchange: Exchange, ending: Ending) => void;
}

/** A body as left by its content type's parser. */
interface Body {
  readonly text: string;
  readonly type: BodyType;
}

/** An answer to be sent. */
interface Outgoing {
  readonly exchange: Exchange;
  readonly dialect: Dialect<unknown, unknown>;
  readonly answer: Answer | Broken;
  readonly reply: FastifyReply;
}

/** Serves the endpoints, and Stripe's 404 for everything else, on a Fastify instance. */
export async function serveStripe(app: FastifyInstance, transport: Transport): Promise<void> {
  app.removeAllContentTypeParsers();
  await app.register(formbody, {
    bodyLimit: MAX_BODY_BYTES,
    parser: (text: string) => ({ text, type: 'form' }) satisfies Body,
  });
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, { text: body.toString(), type: isUtf8(body as Buffer) ? 'json' : 'not_utf8' }),
  );
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, { text: body.toString(), type: 'other' }),
  );
  for (const endpoint of transport.endpoints) {
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: (request, reply) => transport.serve(endpoint, request, reply),
    });
  }
  app.addHook('preClose', async () => transport.close());
  app.setNotFoundHandler((request, reply) => transport.notFound(request, reply));
  app.setErrorHandler((error: FastifyError, request, reply) =>
    transport.failed(error, request, reply),
  );
}

const NO_BODY: Body = { text: '', type: 'other' };

/** Turns Fastify's requests into exchanges, and answers into bytes. */
export class Transport {
  readonly endpoints: readonly Endpoint[];
  readonly #options: TransportOptions;
  readonly #batch = new ResponseBatch<Outgoing>((outgoing) => this.#send(outgoing));
  #closing = false;

  constructor(endpoints: readonly Endpoint[], options: TransportOptions) {
    this.endpoints = endpoints;
    this.#options = options;
  }

  /** From now on, connections close after their answer. */
  close(): void {
    this.#closing = true;
  }

  /** Runs one request of a known route. */
  serve(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): MaybePromise<void> {
    const pathParams = request.params as Record<string, string>;
    if (hasNoObject(pathParams)) return this.notFound(request, reply);
    const { headers } = request;
    const { dialect } = endpoint;
    const exchange = this.#exchange(request, dialect);
    const takesFaults = this.#options.readFaultHeader !== undefined;
    const answer = run(
      {
        exchange,
        endpoint,
        pathParams,
        authorization: headers.authorization,
        stripeAccount: headers['stripe-account'] as string | undefined,
        stripeContext: headers['stripe-context'] as string | undefined,
        allowLiveKeys: this.#options.allowLiveKeys,
        mockFault: takesFaults ? (headers['mock-fault'] as string | undefined) : undefined,
      },
      this.#options,
    );
    return thenMaybe(answer, (done) => this.#finish({ exchange, dialect, answer: done, reply }));
  }

  /**
   * Sends Stripe's 404, with a header if Stripe has the route, and logs a warning. GUESS: that
   * Stripe requires no key for it.
   */
  notFound(request: FastifyRequest, reply: FastifyReply): void {
    const { exchange, dialect } = this.#unrouted(request);
    const { method, path } = exchange;
    const { isStripes, said } = unknownRoute(method, maskKeysIn(path), this.endpoints);
    this.#options.log.warn(said);
    const { fields } = dialect.refusals.unknownUrl(method, path);
    const refusal = new Refusal(isStripes ? { ...fields, headers: NOT_IMPLEMENTED } : fields);
    this.#finish({ exchange, dialect, answer: dialect.write(refusal, exchange, false), reply });
  }

  /** Answers Fastify's own refusals in Stripe's words; unexpected errors get a trace in the log. */
  failed(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
    const { exchange, dialect } = this.#unrouted(request);
    const refusal = refusalOf(error, dialect);
    if (refusal === undefined) this.#fail(error);
    const answer = dialect.write(refusal ?? dialect.refusals.apiError(), exchange, false);
    this.#finish({ exchange, dialect, answer, reply });
  }

  #exchange(request: FastifyRequest, dialect: Dialect<unknown, unknown>): Exchange {
    const { raw, headers } = request;
    const url = raw.url as string;
    const question = url.indexOf('?');
    const { text: body, type: bodyType } = (request.body as Body | null | undefined) ?? NO_BODY;
    return {
      requestId: dialect.requestId(this.#options.ids),
      method: raw.method as string,
      path: question < 0 ? url : url.slice(0, question),
      rawHeaders: raw.rawHeaders,
      query: question < 0 ? '' : url.slice(question + 1),
      body,
      bodyType,
      receivedMs: this.#options.clocks.now(),
      startedMs: performance.now(),
      idempotencyKey: headers['idempotency-key'] as string | undefined,
      version: dialect.versionOf(headers['stripe-version'] as string | undefined),
      caller: undefined,
      replayOf: undefined,
      fault: undefined,
    };
  }

  /**
   * For requests that do not reach the pipeline: identifies their caller for the log all the same.
   */
  #unrouted(request: FastifyRequest) {
    const dialect = this.#options.dialectOf(request.raw.url as string);
    const exchange = this.#exchange(request, dialect);
    const { allowLiveKeys } = this.#options;
    const { headers } = request;
    const caller = dialect.caller({
      authorization: headers.authorization,
      stripeAccount: headers['stripe-account'] as string | undefined,
      stripeContext: headers['stripe-context'] as string | undefined,
      allowLiveKeys,
    });
    if (!(caller instanceof Refusal)) exchange.caller = caller;
    return { exchange, dialect };
  }

  /**
   * Sends an answer, then records it, so that a lone client can read its answer meanwhile. Nobody
   * can query the record too early, since that would be another request.
   */
  #finish(outgoing: Outgoing): void {
    const { exchange, answer, reply } = outgoing;
    const durationMs = performance.now() - exchange.startedMs;
    reply.hijack();
    this.#batch.add(outgoing, reply.request.raw.socket);
    this.#options.record(exchange, { answer, durationMs });
  }

  /**
   * Bypasses Fastify's own sending, which would add a charset to the content type that Stripe does
   * not send.
   */
  #send(outgoing: Outgoing): void {
    const { answer, reply } = outgoing;
    try {
      if (typeof answer === 'string') breakConnection(answer, reply.request.raw.socket);
      else reply.raw.writeHead(answer.status, this.#headersOf(outgoing, answer)).end(answer.body);
    } catch (error) {
      this.#fail(error as Error);
      reply.raw.destroy();
    }
  }

  #headersOf({ dialect, exchange }: Outgoing, answer: Answer): string[] {
    const headers = dialect.headersOf(exchange, answer);
    // Otherwise an idle connection would delay the close.
    if (this.#closing) headers.push('connection', 'close');
    return headers;
  }

  #fail(error: Error): void {
    this.#options.log.error({ err: error }, 'stripe-meter-mock failed: please report this');
  }
}

/** Whether a path names no object: an empty id, or Stripe's `search`, which is a separate route. */
function hasNoObject({ id }: Record<string, string>): boolean {
  return id === '' || id === 'search';
}

function breakConnection(how: Broken, socket: Socket): void {
  if (how === 'reset') socket.resetAndDestroy();
  else socket.destroy();
}

/** Fastify's refusals by status; `undefined` for errors that the client did not cause. */
function refusalOf(
  { statusCode }: FastifyError,
  { refusals }: Dialect<unknown, unknown>,
): Refusal | undefined {
  if (statusCode === 413) return refusals.tooLarge();
  if (statusCode === 415) return refusals.wrongBody();
  return statusCode !== undefined && statusCode < 500 ? refusals.unreadable() : undefined;
}
