/** An answer that no dialect writes: bytes as a proxy, or a test, wants them. */
import type { Answer } from '../answer.ts';

/** The most characters of an error's body that go into the log. */
const LOGGED = 200;

/** An answer with exactly that status, body and content type. */
export function rawAnswer(
  status: number,
  body: string,
  contentType: string,
  headers: Readonly<Record<string, string>>,
): Answer {
  const error = status >= 400 ? body.slice(0, LOGGED) : undefined;
  const flags = { kept: false, passedIdempotency: false, anonymous: false };
  return { status, body, contentType, headers, error, ...flags };
}
