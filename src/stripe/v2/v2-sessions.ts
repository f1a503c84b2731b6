/**
 * Meter event sessions: tokens that the stream accepts for a limited time
 * (docs/stripe/v2-streams.md#sessions).
 */
import { type AccountName, isWithin } from '../../metering/account-name.ts';
import type { Clocks, Instant } from '../../metering/clocks.ts';
import type { Announcer } from '../../metering/feed.ts';

/** A session. Times in milliseconds on its account's clock. */
export interface Session {
  readonly id: string;
  readonly token: string;
  readonly account: AccountName;
  /** The connected account named by the request that created it, if any. */
  readonly connectedAccount: string | undefined;
  readonly createdMs: number;
  /** When its token expires. */
  readonly expiresMs: number;
}

/** The commands that change sessions. */
export interface SessionCommands {
  /** Adds a session. */
  create_session: Instant & { readonly session: Session };
  /** Forgets the sessions of an account with its connected accounts; or all. */
  forget_sessions: { readonly account: string | undefined };
}

/** The outcome of each command. */
export interface SessionOutcomes {
  create_session: Session;
  forget_sessions: undefined;
}

/** The changes of sessions that the feed announces. */
export interface SessionChange {
  readonly kind: 'session_created';
  readonly session: Session;
}

/** The maximum number of sessions, of all accounts together; the oldest are evicted. */
export const MAX_SESSIONS = 10_000;

/** Sessions by token, oldest first. GUESS: several of one account may be valid at once. */
export class Sessions {
  readonly #clocks: Clocks;
  readonly #feed: Announcer<SessionChange>;
  readonly #byToken = new Map<string, Session>();

  constructor(clocks: Clocks, feed: Announcer<SessionChange>) {
    this.#clocks = clocks;
    this.#feed = feed;
  }

  /** The session of a token, expired or not. Changes nothing. */
  find(token: string): Session | undefined {
    return this.#byToken.get(token);
  }

  hasEnded({ account, expiresMs }: Session): boolean {
    return this.#clocks.now(account.account) >= expiresMs;
  }

  create({ session }: SessionCommands['create_session']): Session {
    this.#byToken.set(session.token, session);
    if (this.#byToken.size > MAX_SESSIONS) {
      const [oldest = ''] = this.#byToken.keys();
      this.#byToken.delete(oldest);
    }
    this.#feed.publish({ kind: 'session_created', session });
    return session;
  }

  forget({ account }: SessionCommands['forget_sessions']): undefined {
    for (const [token, session] of this.#byToken) {
      const isForgotten = account === undefined || isWithin(session.account.account, account);
      if (isForgotten) this.#byToken.delete(token);
    }
  }
}
