/** Bodies of the control routes: JSON, or none. */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { shown } from '../values.ts';
import { ControlError } from './control-error.ts';

/** The largest body in bytes: a saved state can be long. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

const JSON_TYPE = /^application\/json\s*(;|$)/i;
const SENTENCE = 'The control routes take JSON: send Content-Type: application/json.';

/**
 * Makes a Fastify instance read bodies as the control routes do. An empty body is `{}`, whatever
 * its content type: curl helpers set one on every request, even a DELETE. Any other body that is
 * not declared as JSON is refused with a 415, since a web page can send such a body to another
 * origin without a preflight.
 */
export function takeJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('onRequest', async (request) => forgetOtherType(request));
  const options = { parseAs: 'string', bodyLimit: MAX_BODY_BYTES } as const;
  app.addContentTypeParser<string>(
    'application/json',
    options,
    async (_request: FastifyRequest, text: string) =>
      text === '' ? {} : parsed(text.replace(/^\uFEFF/, '')),
  );
  app.addContentTypeParser('*', async (request: FastifyRequest, body: Readable) => {
    if (!request.is404 && !(await isEmpty(body))) throw new ControlError(415, SENTENCE);
    return {};
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ControlError(400, notJson(text, (error as Error).message));
  }
}

/**
 * Node says where parsing failed, in words that differ between versions: only the position is used.
 */
function notJson(text: string, said: string): string {
  const at = /position (\d+)/.exec(said)?.[1];
  const isWhole = at !== undefined && Number(at) < text.length;
  const near = isWhole
    ? text.slice(Math.max(0, Number(at) - 20), Number(at) + 10)
    : text.slice(-20);
  return (
    `The body is not JSON${isWhole ? '' : ', or ends too early'}: near ${shown(near)}. ` +
    'Names and strings go in double quotes, as in {"advance_seconds": 60}.'
  );
}

/** Throws a ControlError for the body of a GET or HEAD, which would be silently ignored. */
export function refuseUnreadBody({ method, headers, url }: FastifyRequest): void {
  if (method !== 'GET' && method !== 'HEAD') return;
  if (headers['transfer-encoding'] === undefined && !Number(headers['content-length'])) return;
  const path = url.split('?', 1)[0];
  throw new ControlError(400, `A ${method} takes no body: put what ${path} takes in its query.`);
}

/** Settles with the first byte, so that a long body is refused without being read. */
function isEmpty(body: Readable): Promise<boolean> {
  return new Promise((resolve, reject) => {
    body
      .once('data', () => resolve(false))
      .once('end', () => resolve(true))
      .once('error', reject);
  });
}

/** Fastify refuses a malformed type before it checks for a body, but accepts an absent one. */
function forgetOtherType({ headers }: FastifyRequest): void {
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) delete headers['content-type'];
}
