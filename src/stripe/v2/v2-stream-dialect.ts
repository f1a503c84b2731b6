/**
 * Version 2 for the stream: a session's token identifies the caller (docs/stripe/v2.md#versions,
 * docs/stripe/v2-streams.md#refusals).
 */
import { type Caller, isAccountKey, readKey } from '../authentication.ts';
import type { Dialect } from '../dialect.ts';
import { maskKey } from '../masking.ts';
import { Refusal } from '../refusal.ts';
import { type V2Result, v2 } from './v2-dialect.ts';
import { keyNotTaken, v2RetryErrors } from './v2-errors.ts';
import type { JsonHash } from './v2-json.ts';
import type { Sessions } from './v2-sessions.ts';

/**
 * The dialect of the stream. GUESS: account, mode and context come from the session, whatever the
 * headers say.
 * @param expiredStatus the status for an expired token
 */
export function v2StreamDialect(
  sessions: Pick<Sessions, 'find' | 'hasEnded'>,
  expiredStatus: 400 | 401,
): Dialect<JsonHash, V2Result> {
  const sessionExpired = (caller?: Caller) => v2RetryErrors.sessionExpired(expiredStatus, caller);
  const callerOf = (token: string): Caller | Refusal => {
    const session = sessions.find(token);
    if (session === undefined) return sessionExpired();
    const caller = { ...session.account, connectedAccount: session.connectedAccount };
    return sessions.hasEnded(session) ? sessionExpired(caller) : caller;
  };
  return {
    ...v2,
    refusals: { ...v2.refusals, sessionExpired: () => sessionExpired() },
    caller: ({ authorization }) => {
      const key = readKey(authorization);
      if (key instanceof Refusal) return key;
      return isAccountKey(key) ? keyNotTaken(maskKey(key)) : callerOf(key);
    },
  };
}
