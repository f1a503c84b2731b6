/** What happens between two lines of the page's feed, in bounded memory. */
import type { Change } from '../changes.ts';
import { type AccountName, isWithin } from '../metering/account-name.ts';
import type { MeterEvent } from '../metering/event.ts';
import type { Feed } from '../metering/feed.ts';
import type { RequestChange } from '../stripe/request-log.ts';
import type { Attempt } from '../webhooks/attempt-log.ts';

/**
 * How many events, requests and so on a line has: at four lines a second, nobody could read more.
 */
const MOST = 25;
/** How many changed totals are remembered until they are sent. */
const MOST_TOTALS = 2000;

/** A total that changed. */
export interface Touched {
  readonly name: AccountName;
  readonly meterId: string;
  readonly customer: string;
}

/** The last few of many items, and how many there were. */
export class Last<T> {
  count = 0;
  readonly #items: T[] = [];

  add(item: T): void {
    this.#items[this.count++ % MOST] = item;
  }

  /** Oldest first. */
  items(): T[] {
    const at = this.count % MOST;
    return this.count <= MOST
      ? this.#items
      : this.#items.slice(at).concat(this.#items.slice(0, at));
  }
}

/** What the next line will say. */
export class Gathering {
  readonly events = new Last<MeterEvent>();
  readonly cancelled = new Last<number>();
  readonly requests = new Last<{ readonly change: RequestChange; readonly number: number }>();
  readonly attempts = new Last<{ readonly attempt: Attempt; readonly number: number }>();
  deliveries = 0;
  meters = 0;
  hasFaults = false;
  hasClock = false;
  isReset = false;
}

/** The changes that the page's feed reports. */
const KINDS = [
  'event_recorded',
  'event_found_invalid',
  'event_refused',
  'event_cancelled',
  'usage_shown',
  'request_answered',
  'fault_armed',
  'fault_fired',
  'fault_removed',
  'delivery_due',
  'delivery_dropped',
  'deliveries_held',
  'meter_created',
  'meter_renamed',
  'meter_deactivated',
  'meter_reactivated',
  'clock_set',
  'reset',
] as const;
type Told = Extract<Change, { readonly kind: (typeof KINDS)[number] }>;

/** Listens while there are viewers, and keeps the latest of what happened. */
export class Gatherer {
  /** Totals that changed and were not sent yet, by meter and customer. */
  readonly touched = new Map<string, Touched>();
  /** Whether there were too many of them to remember. */
  hasLostTotals = false;
  readonly #account: string | undefined;
  readonly #nextRequest: () => number;
  readonly #onChange: () => void;
  readonly #stop: () => void;
  #now = new Gathering();

  /**
   * @param account whose changes to gather; undefined for all
   * @param nextRequest the number that the next request will get
   * @param onChange called after every change: must be quick
   */
  constructor(
    feed: Feed<Change>,
    account: string | undefined,
    nextRequest: () => number,
    onChange: () => void,
  ) {
    this.#account = account;
    this.#nextRequest = nextRequest;
    this.#onChange = onChange;
    this.#stop = feed.listen(KINDS, (change) => this.#hear(change));
  }

  /** What happened since the last call. */
  take(): Gathering {
    const gathered = this.#now;
    this.#now = new Gathering();
    return gathered;
  }

  /** Hears of an attempt to deliver an event. */
  hearAttempt(attempt: Attempt, number: number): void {
    if (!this.#isLookedAt(attempt.account)) return;
    this.#now.attempts.add({ attempt, number });
    this.#now.deliveries++;
    this.#onChange();
  }

  close(): void {
    this.#stop();
  }

  #hear(change: Told): void {
    if (this.#add(change)) this.#onChange();
  }

  /** Adds a change; returns whether it matters to the viewers. */
  #add(change: Told): boolean {
    const now = this.#now;
    switch (change.kind) {
      case 'event_recorded':
      case 'event_found_invalid':
        return this.#addEvent(change.event);
      case 'event_cancelled':
        if (!this.#isLookedAt(change.event.account)) return false;
        now.cancelled.add(change.event.sequence);
        this.#touch(change.event);
        return true;
      case 'usage_shown':
        if (!this.#isLookedAt(change.account.account)) return false;
        this.#touchTotal(change.account, change.meterId, change.customer);
        return true;
      case 'event_refused':
        return this.#isLookedAt(change.account.account);
      case 'request_answered':
        return this.#addRequest(change);
      case 'delivery_due':
      case 'delivery_dropped':
      case 'deliveries_held':
        now.deliveries++;
        return true;
      case 'meter_created':
      case 'meter_renamed':
      case 'meter_deactivated':
      case 'meter_reactivated':
        if (!this.#isLookedAt(change.account.account)) return false;
        now.meters++;
        return true;
      case 'clock_set':
        now.hasClock = true;
        return true;
      case 'reset':
        now.isReset = true;
        this.touched.clear();
        return true;
      default:
        now.hasFaults = true;
        return true;
    }
  }

  #addEvent(event: MeterEvent): boolean {
    if (!this.#isLookedAt(event.account)) return false;
    this.#now.events.add(event);
    this.#touch(event);
    return true;
  }

  #addRequest(change: RequestChange): boolean {
    const { caller } = change.exchange;
    if (this.#account !== undefined && !this.#isLookedAt(caller?.account ?? '')) return false;
    this.#now.requests.add({ change, number: this.#nextRequest() - 1 });
    return true;
  }

  #touch({ account, livemode, meter, customer, invalid }: MeterEvent): void {
    if (meter === null || customer === null || invalid !== null) return;
    this.#touchTotal({ account, livemode }, meter.id, customer);
  }

  #touchTotal(name: AccountName, meterId: string, customer: string): void {
    const key = `${name.livemode} ${name.account} ${meterId} ${customer}`;
    if (this.touched.has(key)) return;
    if (this.touched.size >= MOST_TOTALS) this.hasLostTotals = true;
    else this.touched.set(key, { name, meterId, customer });
  }

  #isLookedAt(account: string): boolean {
    return this.#account === undefined || isWithin(account, this.#account);
  }
}
