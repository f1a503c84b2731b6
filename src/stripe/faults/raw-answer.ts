/** An answer outside any dialect: bytes as a proxy or a test would send. */
import { cutAtWord } from '../../values.ts';
import type { Answer } from '../answer.ts';
import { maskKeysIn } from '../masking.ts';

/** The maximum number of characters of an error's body in the log. */
const LOGGED = 200;

/** An answer with exactly this status, body and content type. */
export function rawAnswer(
  status: number,
  body: string,
  contentType: string,
  headers: Readonly<Record<string, string>>,
): Answer {
  const error = status >= 400 ? cutAtWord(maskKeysIn(body), LOGGED) : undefined;
  const flags = { kept: false, passedIdempotency: false, anonymous: false };
  return { status, body, contentType, headers, error, ...flags };
}
