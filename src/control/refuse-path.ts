/** How the control routes write an error, and their answer to a path that cannot be read. */
import type { FastifyReply } from 'fastify';

/** Answers a request whose path Fastify cannot read, so that no route is found for it. */
export function refusePath({ code }: { readonly code: string }, reply: FastifyReply): void {
  const [status, message] =
    code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? [404, 'The id in the path is longer than any id here.']
      : [400, 'The path has a % that begins no character: write %25 for a % itself.'];
  reply.code(status).send(errorBody(message));
}

/** The body of an error. */
export function errorBody(message: string): { error: { message: string } } {
  return { error: { message } };
}
