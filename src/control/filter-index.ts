/**
 * An index of items by the filters of the events they want: finds the items for an event directly.
 */
import type * as z from 'zod';
import type { EventFacts } from '../metering/event-log.ts';
import type { eventFilter } from './inspect.ts';

/** A filter for events; an absent field matches all. An account includes its connected accounts. */
export type Filter = z.output<ReturnType<typeof eventFilter>> & {
  /** Only events that are not invalid. */
  readonly valid?: true | undefined;
};

type Field = keyof Filter;

/** The event's value for each field; null matches no filter with that field. */
const VALUE_OF: Record<Exclude<Field, 'account'>, (facts: EventFacts) => string | null> = {
  livemode: ({ livemode }) => `${livemode}`,
  event_name: ({ eventName }) => eventName,
  customer: ({ customer }) => customer,
  identifier: ({ identifier }) => identifier,
  source: ({ source }) => source,
  valid: ({ invalid }) => (invalid === null ? 'true' : null),
};
const EXACT = Object.keys(VALUE_OF) as Exclude<Field, 'account'>[];

/** The filters that have the same fields: at most 64 of these. */
interface Shape<T> {
  readonly fields: readonly (keyof typeof VALUE_OF)[];
  readonly hasAccount: boolean;
  /** By the values of the fields. */
  readonly items: Map<string, Set<T>>;
}

/** An event costs one look-up per shape of filter, regardless of the number of items. */
export class FilterIndex<T> {
  readonly #shapes = new Map<string, Shape<T>>();

  add(filter: Filter, item: T): void {
    const { items } = this.#shapeOf(filter);
    const key = keyOf(filter);
    const same = items.get(key);
    if (same === undefined) items.set(key, new Set([item]));
    else same.add(item);
  }

  /** Removes an item, given the filter it was added with. */
  remove(filter: Filter, item: T): void {
    const { items } = this.#shapeOf(filter);
    const same = items.get(keyOf(filter));
    same?.delete(item);
    if (same?.size === 0) items.delete(keyOf(filter));
    if (items.size === 0) this.#shapes.delete(nameOf(filter));
  }

  /** Calls `visit` for every item whose filter the event matches. It may remove items. */
  visit(facts: EventFacts, visit: (item: T) => void): void {
    for (const { fields, hasAccount, items } of this.#shapes.values()) {
      const rest = keyOfEvent(fields, facts);
      if (rest === undefined) continue;
      for (const account of hasAccount ? accountsAround(facts.account) : [undefined]) {
        items.get(partOf(account) + rest)?.forEach(visit);
      }
    }
  }

  #shapeOf(filter: Filter): Shape<T> {
    const name = nameOf(filter);
    let shape = this.#shapes.get(name);
    if (shape === undefined) {
      const fields = EXACT.filter((field) => filter[field] !== undefined);
      shape = { fields, hasAccount: filter.account !== undefined, items: new Map() };
      this.#shapes.set(name, shape);
    }
    return shape;
  }
}

function nameOf(filter: Filter): string {
  return ['account' as const, ...EXACT].filter((field) => filter[field] !== undefined).join();
}

function keyOf(filter: Filter): string {
  return partOf(filter.account) + EXACT.map((field) => partOf(filter[field])).join('');
}

/** `undefined` if the event has no value for one of the fields. */
function keyOfEvent(fields: Shape<unknown>['fields'], facts: EventFacts): string | undefined {
  let key = '';
  for (const field of fields) {
    const value = VALUE_OF[field](facts);
    if (value === null) return undefined;
    key += partOf(value);
  }
  return key;
}

/** Prefixed with its length, so that different lists of values have different keys. */
function partOf(value: string | boolean | undefined): string {
  if (value === undefined) return '';
  const text = `${value}`;
  return `${text.length} ${text}`;
}

/** The account itself, and its platforms: `a/b` is within `a`. */
function accountsAround(account: string): string[] {
  const around = [account];
  for (let end = account.lastIndexOf('/'); end >= 0; end = account.lastIndexOf('/', end - 1)) {
    around.push(account.slice(0, end));
    if (end === 0) break; // lastIndexOf takes -1 for 0
  }
  return around;
}
