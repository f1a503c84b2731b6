/** The last requests to the Stripe API, and counts of all of them. */
import { type AccountName, isWithin } from '../metering/account-name.ts';
import type { Announcer } from '../metering/feed.ts';
import type { Ring, RingOptions } from '../storage/ring.ts';
import type { Found } from '../storage/ring-view.ts';
import { CallerTags, NO_CALLER } from './caller-tags.ts';
import type { Exchange } from './exchange.ts';
import {
  type Ending,
  hasFields,
  needlesOf,
  packRecord,
  type RequestFields,
  type RequestRecord,
  unpackRecord,
} from './request-record.ts';

/** Counts of requests for one account. */
export interface RequestCounts {
  /** Requests answered with an error, including duplicates but not replays. */
  refused: number;
  /** Requests answered with a replay of an earlier answer. */
  replayed: number;
}

/** The change that the feed announces for each request. */
export interface RequestChange {
  readonly kind: 'request_answered';
  readonly exchange: Exchange;
  readonly ending: Ending;
}

/** A kept request. */
export interface NumberedRecord extends RequestRecord {
  /** Its number among all requests, from 1. */
  readonly number: number;
}

/** Which requests to select. An absent field matches all. */
export interface RequestSelection extends RequestFields {
  /** Requests of this account and its connected accounts. */
  readonly account?: string | undefined;
}

/** Creates a ring that reports what it evicts. */
export type NewRing = (options: Required<Pick<RingOptions, 'onEvicted'>>) => Ring;

/** Keeps the last requests and counts all of them. */
export class RequestLog {
  readonly #feed: Announcer<RequestChange>;
  readonly #newRing: NewRing;
  #callers = new CallerTags();
  #ring: Ring;
  #counts = new Map<string, RequestCounts & { readonly name: AccountName }>();
  #refusedStrangers = 0;
  /** By account, the number below which its requests are hidden by a reset. */
  #hiddenBelow = new Map<string, number>();

  /**
   * @param feed where each request is announced
   * @param newRing creates the ring that holds them; a reset creates another
   */
  constructor(feed: Announcer<RequestChange>, newRing: NewRing) {
    this.#feed = feed;
    this.#newRing = newRing;
    this.#ring = this.#freshRing();
  }

  /** How many older requests were evicted. */
  get dropped(): number {
    return this.#ring.dropped;
  }

  /** The number that the next request will get. */
  get next(): number {
    return this.#ring.next;
  }

  /** How many were answered with an error because they had no valid key. */
  get refusedStrangers(): number {
    return this.#refusedStrangers;
  }

  /** Records a request and how it ended. */
  add(exchange: Exchange, ending: Ending): void {
    this.#ring.push(packRecord(exchange, ending), this.#callers.take(exchange.caller));
    this.#count(exchange, ending);
    if (this.#feed.hears('request_answered')) {
      this.#feed.publish({ kind: 'request_answered', exchange, ending });
    }
  }

  /** The accounts that have received an error or a replay. */
  accounts(): AccountName[] {
    return [...this.#counts.values()].map(({ name }) => name);
  }

  /** The counts of one account. */
  counts(account: AccountName): RequestCounts {
    const { refused, replayed } = this.#counts.get(keyOf(account)) ?? NONE;
    return { refused, replayed };
  }

  /**
   * A snapshot of the selected requests, newest first, starting below the number `before` if given;
   * interspersed with undefined where a read in slices can pause. Requests that do not match are
   * skipped without being decoded.
   */
  scan(
    selection: RequestSelection,
    before: number | undefined,
  ): Generator<NumberedRecord | undefined> {
    const lowest = this.#lowestOf(selection.account);
    const isSelected = (tag: number, number: number) =>
      number >= (lowest.get(tag) ?? Number.POSITIVE_INFINITY);
    const found = this.#ring
      .view()
      .search({ needles: needlesOf(selection), isSelected }, { before });
    return recordsOf(found, selection);
  }

  /** Removes all requests, or those of one account and its connected accounts. */
  clear(account?: string): void {
    if (account === undefined) {
      this.#ring = this.#freshRing();
      this.#counts = new Map();
      this.#refusedStrangers = 0;
      this.#hiddenBelow = new Map();
      return;
    }
    for (const [key, { name }] of this.#counts) {
      if (isWithin(name.account, account)) this.#counts.delete(key);
    }
    this.#hiddenBelow.set(account, this.#ring.next);
  }

  #count({ caller, replayOf }: Exchange, { answer }: Ending): void {
    if (caller === undefined) {
      if (isError(answer)) this.#refusedStrangers++;
      return;
    }
    if (replayOf !== undefined) this.#countsOf(caller).replayed++;
    else if (isError(answer)) this.#countsOf(caller).refused++;
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

  /** By tag, for callers within an account, the first number that is not hidden. */
  #lowestOf(account: string | undefined): Map<number, number> {
    const lowest = new Map<number, number>(account === undefined ? [[NO_CALLER, 1]] : []);
    for (const { tag, name } of this.#callers.all()) {
      if (account !== undefined && !isWithin(name.account, account)) continue;
      const owner = name.account.split('/', 1)[0] as string;
      const hidden = [name.account, owner].map((each) => this.#hiddenBelow.get(each) ?? 1);
      lowest.set(tag, Math.max(...hidden));
    }
    return lowest;
  }

  #freshRing(): Ring {
    const callers = new CallerTags();
    this.#callers = callers;
    return this.#newRing({ onEvicted: (_number, tag) => callers.release(tag) });
  }
}

function isError(answer: Ending['answer']): boolean {
  return typeof answer === 'object' && answer.status >= 400;
}

function* recordsOf(
  found: Iterable<Found | undefined>,
  fields: RequestFields,
): Generator<NumberedRecord | undefined> {
  for (const each of found) {
    const record = each && { ...unpackRecord(each.text), number: each.number };
    yield record !== undefined && hasFields(record, fields) ? record : undefined;
  }
}

const NONE: RequestCounts = { refused: 0, replayed: 0 };

function keyOf(account: AccountName): string {
  return `${account.livemode ? 'live' : 'test'} ${account.account}`;
}
