/** Stripe's side of the server: Fastify on the outside, the pipeline on the inside. Every answer leaves through `finish` and the outbox. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import formbody from '@fastify/formbody';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../metering/clock.ts';
import type { Random } from '../metering/random.ts';
import { type Answer, toAnswer } from './answers.ts';
import { authenticate } from './authentication.ts';
import { overloadErrors, Refusal, requestErrors } from './errors.ts';
import { after, type Eventually } from './eventually.ts';
import type { Exchange } from './exchange.ts';
import { headersOf } from './headers.ts';
import { Outbox } from './outbox.ts';
import { type Endpoint, type PipelineOptions, run } from './pipeline.ts';
import type { Ending } from './request-record.ts';
import type { Broken } from './strikes.ts';
import { NEWEST_VERSION } from './versions.ts';

/** The largest body in bytes. Stripe's own bound is not recorded. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** What the HTTP side needs beside the layers. */
export interface StripeSideOptions extends PipelineOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: { warn(message: string): void; error(fields: object, message: string): void };
  /** Takes note of every answered request, before its answer leaves. */
  readonly record: (exchange: Exchange, ending: Ending) => void;
}

/** A body as its content type's parser leaves it. */
interface Body {
  readonly text: string;
  readonly isForm: boolean;
}

/** An answer on its way. */
interface Outgoing {
  readonly exchange: Exchange;
  readonly answer: Answer | Broken;
  readonly reply: FastifyReply;
}

/** Serves the side's endpoints, and Stripe's 404 for everything else, on the instance given. */
export async function serveStripe(app: FastifyInstance, side: StripeSide): Promise<void> {
  app.removeAllContentTypeParsers();
  await app.register(formbody, { bodyLimit: MAX_BODY_BYTES, parser: (text: string) => ({ text, isForm: true }) });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, { text: body.toString(), isForm: body.length === 0 }));
  for (const endpoint of side.endpoints) {
    app.route({ method: endpoint.method, url: endpoint.path, handler: (request, reply) => side.serve(endpoint, request, reply) });
  }
  app.addHook('preClose', async () => side.close());
  app.setNotFoundHandler((request, reply) => side.notFound(request, reply));
  app.setErrorHandler((error: FastifyError, request, reply) => side.failed(error, request, reply));
}

/** Answers what is no HTTP request, or only half of one for too long, and hangs up. */
export function answerBrokenRequest(socket: Socket): void {
  const underWay = responseOn(socket);
  if (underWay?.req.complete) return void underWay.once('finish', () => socket.destroy()); // a whole request came before: it gets its answer
  if (socket.bytesRead === 0) return void socket.destroy(); // nothing was asked
  const body = `{\n  "error": {\n    "message": ${JSON.stringify(requestErrors.unreadable().message)},\n    "type": "invalid_request_error"\n  }\n}\n`;
  if (socket.writable)
    socket.end(
      `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      () => socket.destroy(), // or what comes late would still be a request
    );
}

const NO_BODY: Body = { text: '', isForm: true };

/** The response under way on a connection, as Node's own handlers look it up. */
function responseOn(socket: Socket): ServerResponse | null | undefined {
  return (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage;
}

/** Turns Fastify's requests into exchanges, and answers into bytes. */
export class StripeSide {
  readonly endpoints: readonly Endpoint[];
  readonly #options: StripeSideOptions;
  readonly #implemented: string;
  readonly #outbox = new Outbox<Outgoing>((outgoing) => this.#send(outgoing));
  #closing = false;

  constructor(endpoints: readonly Endpoint[], options: StripeSideOptions) {
    this.endpoints = endpoints;
    this.#options = options;
    this.#implemented = endpoints.map(({ method, path }) => `${method} ${path}`).join(', ');
  }

  /** From now on, connections end with their answer. */
  close(): void {
    this.#closing = true;
  }

  /** Runs one request of a known route. */
  serve(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): Eventually<void> {
    const pathParams = request.params as Record<string, string>;
    if (hasNoObject(pathParams)) return this.notFound(request, reply);
    const { headers } = request;
    const exchange = this.#exchange(request);
    const answer = run(
      {
        exchange,
        endpoint,
        pathParams,
        authorization: headers.authorization,
        stripeAccount: headers['stripe-account'] as string | undefined,
        mockFault: this.#options.readFaultHeader === undefined ? undefined : (headers['mock-fault'] as string | undefined),
      },
      this.#options,
    );
    return after(answer, (done) => this.#finish(exchange, done, reply));
  }

  /** Stripe's 404, and a warning for whoever reads the log (design.md, Unknown routes). That it asks for no key: not recorded. */
  notFound(request: FastifyRequest, reply: FastifyReply): void {
    const exchange = this.#identified(request);
    this.#options.log.warn(`${exchange.method} ${exchange.path} is not implemented. This server has: ${this.#implemented}`);
    this.#finish(exchange, toAnswer(requestErrors.unknownUrl(exchange.method, exchange.path), exchange, false), reply);
  }

  /** What Fastify itself refused, in Stripe's words; or what should never happen, with a trace in the log. */
  failed(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
    const exchange = this.#identified(request);
    const refusal = refusalOf(error);
    if (refusal === undefined) this.#fail(error);
    this.#finish(exchange, toAnswer(refusal ?? overloadErrors.apiError(), exchange, false), reply);
  }

  #exchange(request: FastifyRequest): Exchange {
    const { raw, headers } = request;
    const url = raw.url as string;
    const question = url.indexOf('?');
    const { text: body, isForm } = (request.body as Body | null | undefined) ?? NO_BODY;
    return {
      requestId: `req_${this.#options.random.token(14)}`,
      method: raw.method as string,
      path: question < 0 ? url : url.slice(0, question),
      rawHeaders: raw.rawHeaders,
      isForm,
      form: question < 0 ? body : `${url.slice(question + 1)}&${body}`, // that a POST may have both: not recorded (3.3)
      receivedMs: this.#options.clock.now(),
      startedMs: performance.now(),
      idempotencyKey: headers['idempotency-key'] as string | undefined,
      version: (headers['stripe-version'] as string | undefined) || NEWEST_VERSION,
      params: undefined,
      caller: undefined,
      replayOf: undefined,
      fault: undefined,
    };
  }

  /** For requests that reach no pipeline: whose they are is still worth knowing. */
  #identified(request: FastifyRequest): Exchange {
    const exchange = this.#exchange(request);
    const caller = authenticate(request.headers.authorization, request.headers['stripe-account'] as string | undefined, this.#options.allowLiveKeys);
    if (!(caller instanceof Refusal)) exchange.caller = caller;
    return exchange;
  }

  /** Takes note of an answer and lets it go. */
  #finish(exchange: Exchange, answer: Answer | Broken, reply: FastifyReply): void {
    this.#options.record(exchange, { answer, durationMs: performance.now() - exchange.startedMs });
    reply.hijack();
    this.#outbox.add({ exchange, answer, reply });
  }

  /** Past Fastify's own sending, which would add a charset to the content type that Stripe does not send. */
  #send({ exchange, answer, reply }: Outgoing): void {
    try {
      if (typeof answer === 'string') breakConnection(answer, reply.request.raw.socket);
      else reply.raw.writeHead(answer.status, this.#headers(exchange, answer)).end(answer.body);
    } catch (error) {
      this.#fail(error as Error);
      reply.raw.destroy();
    }
  }

  #fail(error: Error): void {
    this.#options.log.error({ err: error }, 'stripe-meter-mock failed: please report this');
  }

  #headers(exchange: Exchange, answer: Answer): string[] {
    const headers = headersOf(exchange, answer);
    if (this.#closing) headers.push('connection', 'close'); // or an idle connection would keep the close waiting
    return headers;
  }
}

/** Whether a path names no object: an empty id, or Stripe's `search`, which is a route of its own. */
function hasNoObject({ id }: Record<string, string>): boolean {
  return id === '' || id === 'search';
}

function breakConnection(how: Broken, socket: Socket): void {
  if (how === 'reset') socket.resetAndDestroy();
  else socket.destroy();
}

/** Fastify's refusals by status; `undefined` for what is no fault of the client's. */
function refusalOf(error: FastifyError): Refusal | undefined {
  if (error.statusCode === 413) return requestErrors.tooLarge();
  if (error.statusCode === 415) return requestErrors.notAForm();
  if (error.statusCode !== undefined && error.statusCode < 500) return requestErrors.unreadable();
  return undefined;
}
