/** The last requests to Stripe's side, and counts of all of them. */
import { type AccountName, isWithin } from '../metering/account-name.ts';
import type { Announcer } from '../metering/feed.ts';
import type { Ring } from '../storage/ring.ts';
import type { Exchange } from './exchange.ts';
import { type Ending, packRecord, type RequestRecord, unpackRecord } from './request-record.ts';

/** How often Stripe's side did what, for one account. */
export interface RequestCounts {
  /** Requests answered with an error; duplicates are among them, replays are not. */
  refused: number;
  /** Requests answered with the kept answer of an earlier one. */
  replayed: number;
}

/** What the feed says of requests. */
export interface RequestChange {
  readonly kind: 'request_answered';
  readonly exchange: Exchange;
  readonly ending: Ending;
}

/** A request that is remembered. */
export interface NumberedRecord extends RequestRecord {
  /** Its number among all requests, from 1. */
  readonly number: number;
}

/** Remembers the last requests and counts all of them. */
export class RequestLog {
  readonly #feed: Announcer<RequestChange>;
  readonly #newRing: () => Ring;
  #ring: Ring;
  #counts = new Map<string, RequestCounts & { readonly name: AccountName }>();
  /** By account, the number below which a reset has hidden its requests. */
  #hiddenBelow = new Map<string, number>();

  /**
   * @param feed where each request is announced
   * @param newRing makes the ring that holds them; a reset asks for another
   */
  constructor(feed: Announcer<RequestChange>, newRing: () => Ring) {
    this.#feed = feed;
    this.#newRing = newRing;
    this.#ring = newRing();
  }

  /** How many older ones were evicted. */
  get dropped(): number {
    return this.#ring.dropped;
  }

  /** The number that the next request will get. */
  get next(): number {
    return this.#ring.next;
  }

  /** Records a request and how it ended. */
  add(exchange: Exchange, ending: Ending): void {
    this.#ring.push(packRecord(exchange, ending));
    this.#count(exchange, ending);
    if (this.#feed.hears('request_answered')) {
      this.#feed.publish({ kind: 'request_answered', exchange, ending });
    }
  }

  /** The accounts that got an error or a replay. */
  accounts(): AccountName[] {
    return [...this.#counts.values()].map(({ name }) => name);
  }

  /** The counts of one account. */
  counts(account: AccountName): RequestCounts {
    const { refused, replayed } = this.#counts.get(keyOf(account)) ?? NONE;
    return { refused, replayed };
  }

  /** Those wanted, newest first, starting below the number `before` when given. */
  *newestFirst(
    wanted: (record: RequestRecord) => boolean,
    before?: number,
  ): Generator<NumberedRecord> {
    for (const number of this.#ring.newestFirst(before)) {
      const record = { ...unpackRecord(this.#ring.at(number) as string), number };
      if (!this.#isHidden(record) && wanted(record)) yield record;
    }
  }

  /** Forgets all, or what one account and its connected accounts sent. */
  clear(account?: string): void {
    if (account === undefined) {
      this.#ring = this.#newRing();
      this.#counts = new Map();
      this.#hiddenBelow = new Map();
      return;
    }
    for (const [key, { name }] of this.#counts) {
      if (isWithin(name.account, account)) this.#counts.delete(key);
    }
    this.#hiddenBelow.set(account, this.#ring.next);
  }

  #count({ caller, replayOf }: Exchange, { answer }: Ending): void {
    if (caller === undefined) return;
    if (replayOf !== undefined) this.#countsOf(caller).replayed++;
    else if (typeof answer === 'object' && answer.status >= 400) this.#countsOf(caller).refused++;
  }

  #countsOf({ account, livemode }: AccountName): RequestCounts {
    const key = keyOf({ account, livemode });
    let counts = this.#counts.get(key);
    if (counts === undefined) {
      counts = { name: { account, livemode }, refused: 0, replayed: 0 };
      this.#counts.set(key, counts);
    }
    return counts;
  }

  #isHidden({ caller, number }: NumberedRecord): boolean {
    if (caller === undefined || this.#hiddenBelow.size === 0) return false;
    const { account } = caller;
    const owner = account.split('/', 1)[0] as string;
    return [account, owner].some((name) => number < (this.#hiddenBelow.get(name) ?? 0));
  }
}

const NONE: RequestCounts = { refused: 0, replayed: 0 };

function keyOf(account: AccountName): string {
  return `${account.livemode ? 'live' : 'test'} ${account.account}`;
}
