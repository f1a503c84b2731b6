/** Sends one POST, and returns what came of it. Never rejects, and follows no redirects. */
import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { AllowedTargets } from './allowed-targets.ts';

/** How many bytes of an answer are kept. The rest is not read. */
export const ANSWER_BYTES = 16 * 1024;

/** What is sent. */
export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long to wait for the answer, in milliseconds of real time. */
  readonly timeoutMs: number;
  /** Aborted when the answer is no longer wanted. */
  readonly gone: AbortSignal;
}

/** What came back. `error` says why there is no status, or that the answer did not end. */
export interface Sent {
  readonly status: number | undefined;
  readonly answer: string;
  readonly isCut: boolean;
  readonly error: string | undefined;
}

const NOTHING = { status: undefined, answer: '', isCut: false };

/** Sends it. A status counts as soon as it arrives: the body is only for inspection. */
export async function send(outgoing: Outgoing, allowed: AllowedTargets): Promise<Sent> {
  const url = new URL(outgoing.url);
  if (!allowed.allowsHost(url.hostname)) {
    return { ...NOTHING, error: `${url.hostname} may not be called` };
  }
  // TLS is loaded only for those who need it, to keep startup fast.
  const post = url.protocol === 'https:' ? (await import('node:https')).request : httpRequest;
  return new Promise((resolve) => {
    const { headers, body, timeoutMs, gone } = outgoing;
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([gone, deadline]);
    const fail = (error: Error) => {
      const reason = deadline.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error);
      resolve({ ...NOTHING, error: reason });
    };
    const request = post(url, {
      method: 'POST',
      headers,
      lookup: checkedLookup(allowed),
      agent: false, // a connection for each: an idle one would delay closing the server
      signal,
    });
    // An attempt under way must not keep the process alive.
    request.on('socket', (socket) => void socket.unref());
    let hasAnswer = false;
    request.on('response', (response) => {
      hasAnswer = true;
      void read(response, deadline).then(resolve);
    });
    request.on('upgrade', (_response, socket) => void socket.destroy()); // none was asked for
    request.on('close', () => {
      if (!hasAnswer) fail(new Error('the connection closed without an answer'));
    });
    request.on('error', fail).end(body);
  });
}

/** Reads an answer until it ends, breaks off, reaches ANSWER_BYTES or is too late. */
function read(response: IncomingMessage, deadline: AbortSignal): Promise<Sent> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (isCut: boolean, error?: string) => {
      response.destroy();
      const answer = Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString();
      resolve({ status: response.statusCode, answer, isCut, error });
    };
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES) end(true);
    });
    response.on('close', () => end(!response.complete));
    response.on('end', () => end(false));
    response.on('error', (error) =>
      end(true, deadline.aborted ? 'the answer did not end in time' : reasonOf(error)),
    );
  });
}

/**
 * Looks a name up, and refuses an address that is not allowed. The check is on the address that is
 * then connected to, so that a name cannot resolve to another one afterwards.
 */
function checkedLookup(allowed: AllowedTargets): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const problem = error ?? wrongAddress(found, hostname, allowed);
      const [first] = problem === null ? found : [];
      if (first === undefined) done(problem, '');
      else if (options.all) done(null, found);
      else done(null, first.address, first.family);
    });
  };
}

function wrongAddress(
  found: readonly LookupAddress[],
  hostname: string,
  allowed: AllowedTargets,
): Error | null {
  const wrong = found.find(({ address }) => !allowed.allowsAddress(address, hostname));
  return wrong === undefined ? null : new Error(`${hostname} is ${wrong.address}: not allowed`);
}

function reasonOf(error: Error & { readonly code?: string }): string {
  if (error.name === 'AbortError') return 'given up: the server closed or was reset';
  return error.message || (error.code ?? error.name);
}
