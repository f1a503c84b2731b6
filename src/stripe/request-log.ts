/** The last requests to Stripe's side, and counts of all of them. */
import type { AccountName } from '../metering/account.ts';
import type { Ring } from '../metering/ring.ts';
import type { Exchange } from './exchange.ts';
import { type Ending, packRecord, type RequestRecord, unpackRecord } from './request-record.ts';

/** How often Stripe's side did what, for one account. */
export interface RequestCounts {
  /** Requests answered with an error; duplicates are among them, replays are not. */
  refused: number;
  /** Requests answered with the kept answer of an earlier one. */
  replayed: number;
}

/** A request that is remembered. */
export interface NumberedRecord extends RequestRecord {
  /** Its number among all requests, from 1. */
  readonly number: number;
}

/** Remembers the last requests and counts all of them. */
export class RequestLog {
  readonly #newRing: () => Ring;
  #ring: Ring;
  #counts = new Map<string, RequestCounts>();
  #names = new Map<string, AccountName>();
  #hiddenBelow = new Map<string, number>();

  /** @param newRing makes the ring that holds them; a reset asks for another */
  constructor(newRing: () => Ring) {
    this.#newRing = newRing;
    this.#ring = newRing();
  }

  /** How many older ones were let go. */
  get dropped(): number {
    return this.#ring.dropped;
  }

  /** Takes note of a request. */
  add(exchange: Exchange, ending: Ending): void {
    this.#ring.push(packRecord(exchange, ending));
    if (exchange.caller === undefined) return;
    if (exchange.replayOf !== undefined) this.counts(exchange.caller).replayed++;
    else if (typeof ending.answer === 'object' && ending.answer.status >= 400) this.counts(exchange.caller).refused++;
  }

  /** The accounts that sent anything. */
  accounts(): AccountName[] {
    return [...this.#names.values()];
  }

  /** The counts of one account. */
  counts(account: AccountName): RequestCounts {
    const key = keyOf(account);
    let counts = this.#counts.get(key);
    if (counts === undefined) {
      this.#counts.set(key, (counts = { refused: 0, replayed: 0 }));
      this.#names.set(key, { account: account.account, livemode: account.livemode });
    }
    return counts;
  }

  /** Those wanted, newest first, starting below the number `before` when given. */
  *newestFirst(wanted: (record: RequestRecord) => boolean, before?: number): Generator<NumberedRecord> {
    for (const number of this.#ring.newestFirst(before)) {
      const record = { ...unpackRecord(this.#ring.at(number) as string), number };
      if (!this.#isHidden(record) && wanted(record)) yield record;
    }
  }

  /** Forgets all, or what one account sent. */
  clear(account?: AccountName): void {
    if (account === undefined) {
      this.#ring = this.#newRing();
      this.#counts = new Map();
      this.#names = new Map();
      this.#hiddenBelow = new Map();
    } else {
      this.#counts.delete(keyOf(account));
      this.#names.delete(keyOf(account));
      this.#hiddenBelow.set(keyOf(account), this.#ring.next);
    }
  }

  #isHidden({ caller, number }: NumberedRecord): boolean {
    return caller !== undefined && number < (this.#hiddenBelow.get(keyOf(caller)) ?? 0);
  }
}

function keyOf(account: AccountName): string {
  return `${account.livemode ? 'live' : 'test'} ${account.account}`;
}
