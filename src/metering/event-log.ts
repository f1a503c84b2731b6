/**
 * The kept events: each is a claim on its identifier with a text, and may be marked as cancelled.
 */
import { Claims } from '../storage/claims.ts';
import { textNeedle } from '../storage/packing.ts';
import type { Direction, Found, RingView } from '../storage/ring-view.ts';
import type { Account } from './account.ts';
import type { AccountName } from './account-name.ts';
import { countedValue, customerOf, type MeterEvent } from './event.ts';
import {
  type EventFields,
  hasFields,
  needlesOf,
  packEvent,
  receivedMsOf,
  unpackEvent,
} from './kept-event.ts';
import { WINDOW_MS } from './rules.ts';

/** Which events to select. An absent criterion matches all. */
export interface Selection extends EventFields {
  /** Whether to select an account's events. */
  readonly isOf?: ((name: AccountName) => boolean) | undefined;
}

/** The fields by which events can be selected. */
export type EventFacts = Pick<
  MeterEvent,
  'account' | 'livemode' | 'eventName' | 'identifier' | 'customer' | 'source' | 'invalid'
>;

/** Read-only access to the kept events by number. */
export type KeptEvents = Pick<EventLog, 'first' | 'next' | 'at' | 'mentions' | 'read'>;

/** The accounts by scope, without those removed by a reset. */
export type Scopes = ReadonlyMap<number, Account>;

/** An identifier to claim, with the details of the claim. */
export interface EventClaim {
  readonly account: Account;
  readonly identifier: string;
  readonly receivedMs: number;
  readonly sharedMs: number;
  readonly ownClock: boolean;
  /**
   * Whether it does not hold its identifier: its 24 hours were already over on arrival, or it is
   * invalid.
   */
  readonly expired: boolean;
}

/** Events by number, from 1. Those of an account removed by a reset are no longer found. */
export class EventLog {
  readonly #claims: Claims;
  readonly #scopes: () => Scopes;

  /**
   * @param retain how many events are kept
   * @param scopes the accounts by scope: a map that only grows, and that a reset replaces
   */
  constructor(retain: number, scopes: () => Scopes) {
    this.#scopes = scopes;
    this.#claims = new Claims({
      lifeMs: WINDOW_MS,
      capacity: retain,
      onEvicted: (_sequence, scope) => this.#evicted(scope),
    });
  }

  /** The number that the next event will get. */
  get next(): number {
    return this.#claims.next;
  }

  /** The number of the oldest kept event. */
  get first(): number {
    return this.#claims.first;
  }

  /** Identifiers in memory, and the bytes they take. */
  get identifiers(): { readonly claims: number; readonly bytes: number } {
    return this.#claims.size;
  }

  /**
   * Claims an event's identifier and keeps the event.
   * @param make creates the event, given its number; called only if the identifier is free
   * @returns the event, or undefined if the identifier is held
   */
  record(claim: EventClaim, make: (sequence: number) => MeterEvent): MeterEvent | undefined {
    const { account, identifier, receivedMs, sharedMs, ownClock, expired } = claim;
    let made: MeterEvent | undefined;
    this.#claims.claim(
      { scope: account.scope, name: identifier, atMs: receivedMs, sharedMs, ownClock, expired },
      (sequence) => {
        made = make(sequence);
        return packEvent(made);
      },
    );
    return made;
  }

  /** The number of the event that holds an identifier, or 0. */
  holder(account: Account, identifier: string, atMs: number): number {
    return this.#claims.find(account.scope, identifier, atMs);
  }

  /** Forgets the claims of an account with its own clock. */
  forget(account: Account): void {
    this.#claims.forget(account.scope);
  }

  /** Whether the event of that number is kept. */
  has(sequence: number): boolean {
    return this.#claims.has(sequence);
  }

  /** Marks an event as cancelled. */
  cancel(sequence: number): void {
    this.#claims.mark(sequence);
  }

  /** The event of that number, if it is kept. */
  at(sequence: number): MeterEvent | undefined {
    const tag = this.#claims.scopeOf(sequence);
    if (tag === undefined) return undefined;
    const text = this.#claims.read(sequence) as string;
    const isMarked = this.#claims.isMarked(sequence);
    return eventOf({ number: sequence, tag, text, isMarked }, this.#scopes());
  }

  /** A snapshot of the kept events among these numbers, in this order. */
  read(sequences: readonly number[]): Generator<MeterEvent | undefined> {
    return readFrom(this.#claims.view(), sequences, this.#scopes());
  }

  /** When the event of that number was received, in milliseconds, if it is kept. */
  receivedMs(sequence: number): number | undefined {
    const record = this.#claims.read(sequence);
    return record === undefined ? undefined : receivedMsOf(record);
  }

  /** The selected events, newest first by default. */
  *select(selection: Selection, direction?: Direction): Generator<MeterEvent> {
    for (const event of this.scan(selection, direction)) if (event !== undefined) yield event;
  }

  /**
   * A snapshot of the same events, interspersed with undefined where a read in slices can pause.
   * Events that do not match are skipped without being decoded.
   */
  scan(selection: Selection, direction?: Direction): Generator<MeterEvent | undefined> {
    return scanOf(this.#claims.view(), this.#scopes(), selection, direction);
  }

  /**
   * Tests whether the event of a number contains one of these texts anywhere, without decoding it.
   * There may be false positives, but no false negatives.
   */
  mentions(texts: readonly string[]): (sequence: number) => boolean {
    const needles = texts.map((each) => [textNeedle(each)]);
    return (sequence) => needles.some((each) => this.#claims.contains(sequence, each));
  }

  #evicted(scope: number): void {
    const account = this.#scopes().get(scope);
    if (account !== undefined) account.counts.dropped++;
  }
}

function* scanOf(
  view: RingView,
  scopes: Scopes,
  selection: Selection,
  direction: Direction | undefined,
): Generator<MeterEvent | undefined> {
  const sought = { needles: needlesOf(selection), isSelected: isScopeSelected(scopes, selection) };
  for (const found of view.search(sought, direction)) {
    const event = found && eventOf(found, scopes);
    yield event !== undefined && hasFields(event, selection) ? event : undefined;
  }
}

function* readFrom(
  view: RingView,
  sequences: readonly number[],
  scopes: Scopes,
): Generator<MeterEvent | undefined> {
  for (const sequence of sequences) {
    const found = view.at(sequence);
    yield found && eventOf(found, scopes);
  }
}

/** Whether events of a scope are selected, computed once per scope. */
function isScopeSelected(scopes: Scopes, { isOf }: Selection): (scope: number) => boolean {
  const asked = new Map<number, boolean>();
  return (scope) => {
    let isSelected = asked.get(scope);
    if (isSelected === undefined) {
      const account = scopes.get(scope);
      isSelected = account !== undefined && (isOf?.(account.name) ?? true);
      asked.set(scope, isSelected);
    }
    return isSelected;
  };
}

function eventOf(
  { number: sequence, tag, text, isMarked }: Found,
  scopes: Scopes,
): MeterEvent | undefined {
  const account = scopes.get(tag);
  if (account === undefined) return undefined;
  const { meterId, ...record } = unpackEvent(text);
  const meter = meterId === null ? null : (account.meters.get(meterId) ?? null);
  return {
    sequence,
    account: account.name.account,
    livemode: account.name.livemode,
    scope: account.scope,
    ...record,
    meter,
    customer: customerOf(meter, record.payload),
    value: record.invalid === null && meter !== null ? countedValue(meter, record.payload) : null,
    cancelled: isMarked,
  };
}
