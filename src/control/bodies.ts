/** Bodies of the control routes: JSON, or none. */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
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
  const parseJson = app.getDefaultJsonParser('ignore', 'ignore');
  app.removeAllContentTypeParsers();
  app.addHook('onRequest', async (request) => forgetOtherType(request));
  const options = { parseAs: 'string', bodyLimit: MAX_BODY_BYTES } as const;
  app.addContentTypeParser<string>('application/json', options, (request, text, done) =>
    text === '' ? done(null, {}) : parseJson(request, text, done),
  );
  app.addContentTypeParser('*', async (request: FastifyRequest, body: Readable) => {
    if (!request.is404 && !(await isEmpty(body))) throw new ControlError(415, SENTENCE);
    return {};
  });
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
