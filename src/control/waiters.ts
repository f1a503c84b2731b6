/**
 * All waits for events. Kept events are read once for waits that begin together, and a new event
 * wakes only the waits it matches.
 */
import * as timers from 'node:timers';
import type { Engine } from '../metering/engine.ts';
import type { EventFacts, KeptEvents } from '../metering/event-log.ts';
import type { MeteringChange } from '../metering/metering-changes.ts';
import { type Filter, FilterIndex } from './filter-index.ts';
import { type Wait, type WaitFound, WaitGroup } from './wait-group.ts';

/** Captured at load time: a test in this process may install fakes later. */
const { clearTimeout, setImmediate, setTimeout } = timers;

/**
 * How many kept events are read in one turn of the event loop, 0.2 ms: Node accepts one connection
 * per turn.
 */
const SLICE = 256;
/** With at most this many texts, searching an event for each is faster than decoding the event. */
const FEW_TEXTS = 16;

/** The parameters of a wait. */
export interface WaitAsked {
  readonly filter: Filter;
  /** How many events, including earlier ones. */
  readonly count: number;
  /** How long to wait, in milliseconds of real time. */
  readonly timeoutMs: number;
}

/** The changes that waits listen to. */
const HEARD = ['event_recorded', 'event_found_invalid', 'reset'] as const;
type Heard = Extract<MeteringChange, { readonly isKept: boolean } | { readonly kind: 'reset' }>;
/** A feed that includes these changes. */
export interface WaiterFeed {
  listen(kinds: typeof HEARD, listener: (change: Heard) => void): () => void;
}

const NOTHING: WaitFound = { matched: 0, events: [] };

/** Listens to the engine only while there are waits. */
export class Waiters {
  readonly #engine: Engine;
  readonly #feed: WaiterFeed;
  readonly #waits = new Set<Wait>();
  /** Groups of this turn, by filter; nothing has been counted for them yet. */
  #beginning = new Map<string, WaitGroup>();
  /** Groups that listen for new events. */
  #hearing = new FilterIndex<WaitGroup>();
  /** The current read of kept events, if any. */
  #look: Iterator<void> | undefined;
  #isTurnDue = false;
  #isClosed = false;
  #stopListening: (() => void) | undefined;

  /** @param feed the feed of the engine's changes */
  constructor(engine: Engine, feed: WaiterFeed) {
    this.#engine = engine;
    this.#feed = feed;
  }

  /**
   * Ends as soon as enough events match, or at the time-out. A reset restarts the count.
   * @param gone aborted when the caller is gone: the wait ends at once, with nothing
   */
  wait({ filter, count, timeoutMs }: WaitAsked, gone?: AbortSignal): Promise<WaitFound> {
    return new Promise((resolve) => {
      const end = (found: WaitFound) => {
        clearTimeout(timer);
        gone?.removeEventListener('abort', leave);
        resolve(found);
      };
      const wait: Wait = { filter, count, group: undefined, isLate: this.#isClosed, end };
      const leave = () => this.#end(wait, NOTHING);
      const timer = setTimeout(() => this.#late(wait), timeoutMs);
      gone?.addEventListener('abort', leave);
      this.#begin(wait);
      if (gone?.aborted) leave();
    });
  }

  /** Finishes the current read before a reset, so that waits with enough events end. */
  finishLook(): void {
    while (this.#look !== undefined || this.#beginning.size > 0) this.#lookOn();
  }

  /** Ends every wait, current and future, with the events so far. */
  close(): void {
    this.#isClosed = true;
    this.finishLook();
    for (const wait of this.#waits) this.#late(wait);
  }

  #begin(wait: Wait): void {
    this.#waits.add(wait);
    if (this.#stopListening === undefined) {
      this.#stopListening = this.#feed.listen(HEARD, (change) => this.#hear(change));
    }
    this.#join(wait);
  }

  #join(wait: Wait): void {
    const { account, livemode, event_name, customer, identifier, source, valid } = wait.filter;
    const exact = [livemode, event_name, customer, identifier, source, valid];
    const key = JSON.stringify([account, ...exact]);
    let group = this.#beginning.get(key);
    if (group === undefined) this.#beginning.set(key, (group = new WaitGroup(wait.filter)));
    group.join(wait);
    this.#lookSoon();
  }

  /** At the end of the turn, so that requests that arrived together wait as one group. */
  #lookSoon(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    setImmediate(() => {
      this.#isTurnDue = false;
      this.#lookOn();
      if (this.#look !== undefined || this.#beginning.size > 0) this.#lookSoon();
    });
  }

  #lookOn(): void {
    if (this.#look === undefined) {
      this.#look = this.#count([...this.#beginning.values()].filter(isWaiting));
      this.#beginning = new Map();
    }
    if (this.#look.next().done) this.#look = undefined;
  }

  /**
   * Counts kept events for these groups, which from now on also listen for new ones. From old to
   * new, since the oldest are evicted first.
   */
  *#count(groups: readonly WaitGroup[]): Generator<void> {
    const { first, next } = this.#engine.kept;
    const countSlice = counter(this.#engine.kept, groups);
    for (const group of groups) this.#hearing.add(group.filter, group);
    for (let start = first; start < next && groups.some(isWaiting); start += SLICE) {
      countSlice(start, Math.min(start + SLICE, next));
      if (start + SLICE < next) yield;
    }
    for (const group of groups) {
      group.isCounted = true;
      this.#settle(group);
    }
  }

  #hear(change: Heard): void {
    if (change.kind === 'reset') this.#startAgain();
    else if (change.isKept) {
      const { event } = change;
      this.#hearing.visit(event, (group) => {
        group.hear(event.sequence);
        this.#settle(group);
      });
    }
  }

  /** Restarts the count after a reset. */
  #startAgain(): void {
    this.#look = undefined;
    this.#beginning = new Map();
    this.#hearing = new FilterIndex();
    for (const wait of this.#waits) this.#join(wait);
  }

  #settle(group: WaitGroup): void {
    const due = group.due();
    if (due.length > 0) this.#answer(group, due);
  }

  #late(wait: Wait): void {
    wait.isLate = true;
    if (wait.group?.isCounted) this.#answer(wait.group, [wait]);
  }

  /** Ends waits of one group with the events so far. */
  #answer(group: WaitGroup, waits: readonly Wait[]): void {
    const { kept } = this.#engine;
    const most = waits.reduce((count, wait) => Math.max(count, wait.count), 0);
    const newest = group.newest(most);
    const { matched } = group;
    for (const wait of waits) {
      this.#end(wait, { matched, events: kept.read(newest.slice(0, wait.count)) });
    }
  }

  #end(wait: Wait, found: WaitFound): void {
    const { group } = wait;
    this.#waits.delete(wait);
    group?.waits.delete(wait);
    if (group?.waits.size === 0) this.#hearing.remove(group.filter, group);
    if (this.#waits.size === 0) {
      this.#stopListening?.();
      this.#stopListening = undefined;
    }
    wait.end(found);
  }
}

function isWaiting({ waits }: WaitGroup): boolean {
  return waits.size > 0;
}

/**
 * Counts a range of kept events for groups, with one look-up per event, however many groups there
 * are.
 */
function counter(kept: KeptEvents, groups: readonly WaitGroup[]) {
  const index = new FilterIndex<WaitGroup>();
  for (const group of groups) index.add(group.filter, group);
  const factsOf = reader(kept, groups);
  return (from: number, to: number) => {
    for (let number = from; number < to; number++) {
      const facts = factsOf(number);
      if (facts !== undefined) index.visit(facts, (group) => group.count(number));
    }
  };
}

/** Reads the events that may match one of the groups. */
function reader(kept: KeptEvents, groups: readonly WaitGroup[]) {
  const texts = new Set(groups.map(({ filter }) => textOf(filter)));
  const readAll = (number: number): EventFacts | undefined => kept.at(number);
  if (texts.size > FEW_TEXTS || texts.has(undefined)) return readAll;
  const mentions = kept.mentions([...texts] as string[]);
  return (number: number) => (mentions(number) ? readAll(number) : undefined);
}

/** The rarest text that every event matching a filter contains. */
function textOf({ identifier, customer, event_name }: Filter): string | undefined {
  return identifier ?? customer ?? event_name;
}
