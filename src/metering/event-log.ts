/**
 * The events that are kept: each a claim on its identifier and a text, and which of them were
 * cancelled.
 */
import { Claims } from '../storage/claims.ts';
import {
  needle,
  nullable,
  number,
  type Packing,
  packing,
  text,
  textMap,
  word,
} from '../storage/packing.ts';
import type { Account } from './account.ts';
import type { AccountName } from './account-name.ts';
import {
  countedValue,
  customerOf,
  type EventSource,
  type InvalidCode,
  type MeterEvent,
} from './event.ts';
import { WINDOW_MS } from './rules.ts';

/** Which events. What is absent matches all. */
export interface Selection {
  /** Whether an account's events are meant. */
  readonly isOf?: ((name: AccountName) => boolean) | undefined;
  /**
   * Texts that an event meant has as identifier, event name, or key or value of its payload: an
   * event without them is passed over unread.
   */
  readonly texts?: readonly string[];
  /** The exact question. */
  readonly matches?: ((event: MeterEvent) => boolean) | undefined;
}

/** What an event can be asked for by. */
export type EventFacts = Pick<
  MeterEvent,
  'account' | 'livemode' | 'eventName' | 'identifier' | 'customer' | 'source'
>;

/** The events that are kept, to be read one by one by number: without changing anything. */
export type KeptEvents = Pick<EventLog, 'first' | 'next' | 'at' | 'mentions'>;

/** What is kept of an event beside its account and number. */
interface KeptEvent {
  readonly receivedMs: number;
  readonly meterId: string | null;
  readonly timestamp: number;
  readonly invalid: InvalidCode | null;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  readonly source: EventSource;
  readonly eventName: string;
  readonly identifier: string;
  readonly payload: ReadonlyMap<string, string>;
}

/** `receivedMs` comes first: it is read alone. */
const kept: Packing<KeptEvent> = packing({
  receivedMs: number,
  meterId: nullable(text),
  timestamp: number,
  invalid: nullable(word<InvalidCode>()),
  requestId: nullable(text),
  idempotencyKey: nullable(text),
  source: word<EventSource>(),
  eventName: text,
  identifier: text,
  payload: textMap,
});

/** An identifier that is claimed, and what a claim goes by. */
export interface EventClaim {
  readonly account: Account;
  readonly identifier: string;
  readonly receivedMs: number;
  readonly sharedMs: number;
  readonly ownClock: boolean;
  /** Whether it holds no identifier: its 24 hours were over when it came, or it is invalid. */
  readonly expired: boolean;
}

/** Events by number, from 1. Those of an account that a reset has ended are no more. */
export class EventLog {
  readonly #claims: Claims;
  readonly #accountOf: (scope: number) => Account | undefined;
  readonly #cancelled = new Set<number>();

  /**
   * @param retain how many events are kept
   * @param accountOf the account with that scope, unless a reset has ended it
   */
  constructor(retain: number, accountOf: (scope: number) => Account | undefined) {
    this.#accountOf = accountOf;
    this.#claims = new Claims({
      lifeMs: WINDOW_MS,
      capacity: retain,
      onEvicted: (sequence, scope) => this.#evicted(sequence, scope),
    });
  }

  /** The number that the next event will get. */
  get next(): number {
    return this.#claims.next;
  }

  /** The number of the oldest event that is kept. */
  get first(): number {
    return this.#claims.first;
  }

  /** Identifiers in memory, and the bytes they take. */
  get identifiers(): { readonly claims: number; readonly bytes: number } {
    return this.#claims.size;
  }

  /**
   * Claims an event's identifier and keeps the event.
   * @param make makes the event, given its number; called only when the identifier is free
   * @returns the event, or undefined when the identifier is held
   */
  record(claim: EventClaim, make: (sequence: number) => MeterEvent): MeterEvent | undefined {
    const { account, identifier, receivedMs, sharedMs, ownClock, expired } = claim;
    let made: MeterEvent | undefined;
    this.#claims.claim(
      { scope: account.scope, name: identifier, atMs: receivedMs, sharedMs, ownClock, expired },
      (sequence) => {
        made = make(sequence);
        return packed(made);
      },
    );
    return made;
  }

  /** The number of the event that holds an identifier, or 0. */
  holder(account: Account, identifier: string, atMs: number): number {
    return this.#claims.find(account.scope, identifier, atMs);
  }

  /** Forgets the claims of an account with a clock of its own. */
  forget(account: Account): void {
    this.#claims.forget(account.scope);
  }

  /** Whether the event of that number is kept. */
  has(sequence: number): boolean {
    return this.#claims.has(sequence);
  }

  /** Marks an event. */
  cancel(sequence: number): void {
    if (this.has(sequence)) this.#cancelled.add(sequence);
  }

  /** The event of that number, if it is kept. */
  at(sequence: number): MeterEvent | undefined {
    const account = this.#ownerOf(sequence);
    return account === undefined ? undefined : this.#read(sequence, account);
  }

  /** When the event of that number was received, in milliseconds, if it is kept. */
  receivedMs(sequence: number): number | undefined {
    const record = this.#claims.read(sequence);
    return record === undefined ? undefined : Number.parseInt(record, 10);
  }

  /** The events that match, newest first, starting below the number `before` when given. */
  *newestFirst(selection: Selection, before?: number): Generator<MeterEvent> {
    for (const event of this.looks(selection, before)) if (event !== undefined) yield event;
  }

  /**
   * The same with every look at an event that does not match, as undefined: for reads in slices.
   */
  *looks(
    { isOf, texts = [], matches }: Selection,
    before?: number,
  ): Generator<MeterEvent | undefined> {
    const needles = texts.map(needle);
    for (const sequence of this.#claims.newestFirst(before)) {
      const account = this.#ownerOf(sequence);
      const mayMatch =
        account !== undefined &&
        (isOf?.(account.name) ?? true) &&
        (needles.length === 0 || this.#claims.contains(sequence, needles));
      const event = mayMatch ? this.#read(sequence, account) : undefined;
      yield event !== undefined && (matches?.(event) ?? true) ? event : undefined;
    }
  }

  /**
   * Asks whether the event of a number has one of these texts anywhere, without decoding it. A yes
   * may be mistaken, a no is certain.
   */
  mentions(texts: readonly string[]): (sequence: number) => boolean {
    const needles = texts.map((each) => [needle(each)]);
    return (sequence) => needles.some((each) => this.#claims.contains(sequence, each));
  }

  #ownerOf(sequence: number): Account | undefined {
    const scope = this.#claims.scopeOf(sequence);
    return scope === undefined ? undefined : this.#accountOf(scope);
  }

  #read(sequence: number, account: Account): MeterEvent {
    const { meterId, ...record } = kept.unpack(this.#claims.read(sequence) as string);
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
      cancelled: this.#cancelled.has(sequence),
    };
  }

  #evicted(sequence: number, scope: number): void {
    this.#cancelled.delete(sequence);
    const account = this.#accountOf(scope);
    if (account !== undefined) account.counts.dropped++;
  }
}

/** Named one by one: a spread takes V8's slow path here, once for each event. */
function packed(event: MeterEvent): string {
  return kept.pack({
    receivedMs: event.receivedMs,
    meterId: event.meter === null ? null : event.meter.id,
    timestamp: event.timestamp,
    invalid: event.invalid,
    requestId: event.requestId,
    idempotencyKey: event.idempotencyKey,
    source: event.source,
    eventName: event.eventName,
    identifier: event.identifier,
    payload: event.payload,
  });
}
