/** The last N events, each as one text tagged with its account's scope, and which of them were cancelled. */
import type { Account, AccountName } from './account.ts';
import { type MeterEvent, read } from './events.ts';
import type { Meter } from './meters.ts';
import { Ring } from './ring.ts';

/** Which events. What is absent matches all. */
export interface Selection {
  /** Whether an account's events are meant. */
  readonly isOf?: ((name: AccountName) => boolean) | undefined;
  /** Texts that an event meant has as identifier, event name, or key or value of its payload: what has them not is passed over without reading it. */
  readonly texts?: readonly string[];
  /** The exact question. */
  readonly matches?: ((event: MeterEvent) => boolean) | undefined;
}

/** Events by number, from 1. Those of an account that a reset has ended are no more. */
export class EventLog {
  readonly #ring: Ring;
  readonly #accountOf: (scope: number) => Account | undefined;
  readonly #cancelled = new Set<number>();

  /**
   * @param retain how many events are kept
   * @param accountOf the account with that scope, unless a reset has ended it
   */
  constructor(retain: number, accountOf: (scope: number) => Account | undefined) {
    this.#accountOf = accountOf;
    this.#ring = new Ring({ capacity: retain, onDrop: (number, scope) => this.#dropped(number, scope) });
  }

  /** The number that the next event will get. */
  get next(): number {
    return this.#ring.next;
  }

  /** Adds an event, as number `next`. */
  push({ scope, receivedMs, meter, eventName, identifier, timestamp, requestId, idempotencyKey, payload }: MeterEvent): void {
    const fields: (string | number)[] = [receivedMs, meter.id, timestamp, sealedOrNone(requestId), sealedOrNone(idempotencyKey)];
    fields.push(sealed(eventName), sealed(identifier));
    for (const [key, value] of payload) fields.push(sealed(key), sealed(value));
    this.#ring.push(fields.join(SEPARATOR), scope);
  }

  /** Whether the event of that number was not let go. */
  has(number: number): boolean {
    return this.#ring.has(number);
  }

  /** Marks an event. */
  cancel(number: number): void {
    if (this.has(number)) this.#cancelled.add(number);
  }

  /** The event of that number, unless it was let go. */
  at(number: number): MeterEvent | undefined {
    const account = this.#ownerOf(number);
    return account === undefined ? undefined : this.#read(number, account);
  }

  /** When the event of that number was received, in milliseconds, unless it was let go. */
  receivedMs(number: number): number | undefined {
    const text = this.#ring.at(number);
    return text === undefined ? undefined : Number.parseInt(text, 10);
  }

  /** The events that match, newest first, starting below the number `before` when given. */
  *newestFirst(selection: Selection, before?: number): Generator<MeterEvent> {
    for (const [number, account] of this.#candidates(selection, before)) {
      const event = this.#read(number, account);
      if (selection.matches?.(event) ?? true) yield event;
    }
  }

  /** How many events match. */
  count(selection: Selection): number {
    let count = 0;
    const { matches } = selection;
    for (const [number, account] of this.#candidates(selection)) if (matches?.(this.#read(number, account)) ?? true) count++;
    return count;
  }

  /** What may match, by its account and texts. */
  *#candidates({ isOf, texts = [] }: Selection, before?: number): Generator<[number, Account]> {
    const needles = texts.map(sealed);
    for (const number of this.#ring.newestFirst(before)) {
      const account = this.#ownerOf(number);
      if (account === undefined || !(isOf?.(account.name) ?? true)) continue;
      const text = needles.length === 0 ? '' : (this.#ring.at(number) as string);
      if (needles.every((each) => text.includes(each))) yield [number, account];
    }
  }

  #ownerOf(number: number): Account | undefined {
    const scope = this.#ring.tagAt(number);
    return scope === undefined ? undefined : this.#accountOf(scope);
  }

  #read(sequence: number, account: Account): MeterEvent {
    const [receivedMs, meterId = '', timestamp, requestId = NONE, idempotencyKey = NONE, ...texts] = (this.#ring.at(sequence) as string).split(SEPARATOR);
    const [eventName = '', identifier = '', ...flat] = texts.map(unsealed);
    const payload = new Map<string, string>();
    for (let i = 0; i < flat.length; i += 2) payload.set(flat[i] as string, flat[i + 1] as string);
    const meter = account.meters.get(meterId) as Meter;
    return {
      sequence,
      account: account.name.account,
      livemode: account.name.livemode,
      scope: account.scope,
      eventName,
      identifier,
      payload,
      timestamp: Number(timestamp),
      requestId: unsealedOrNull(requestId),
      idempotencyKey: unsealedOrNull(idempotencyKey),
      receivedMs: Number(receivedMs),
      meter,
      ...read(meter, payload),
      cancelled: this.#cancelled.has(sequence),
    };
  }

  #dropped(number: number, scope: number): void {
    this.#cancelled.delete(number);
    const account = this.#accountOf(scope);
    if (account !== undefined) account.counts.dropped++;
  }
}

const SEPARATOR = '\0'; // between the fields of a text
const NONE = ''; // in the place of what is not there

function sealedOrNone(text: string | null): string {
  return text === null ? NONE : `=${sealed(text)}`; // the text may be empty
}

function unsealedOrNull(field: string): string | null {
  return field === NONE ? null : unsealed(field.slice(1));
}

/** A sender's text without the separator in it. */
function sealed(text: string): string {
  return text.includes(SEPARATOR) || text.includes('\\') ? text.replaceAll('\\', '\\\\').replaceAll(SEPARATOR, '\\0') : text;
}

function unsealed(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/g, (_escape, character) => (character === '0' ? SEPARATOR : character)) : text;
}
