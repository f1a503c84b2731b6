import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Filter, FilterIndex } from '../../src/control/filter-index.ts';
import type { EventFacts } from '../../src/metering/event-log.ts';
import { runs } from '../runs.ts';

/** Few values, so that they often coincide, with characters that could confuse a combined key. */
const text = fc.constantFrom('', ' ', 'a', '1 a');
const source = fc.constantFrom('v1', 'v2', 'fixture');
const account = fc.constantFrom('a', 'a/b', 'a/b/c', 'ab', 'b');
const some = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const filter: fc.Arbitrary<Filter> = fc.record({
  account: some(account),
  livemode: some(fc.boolean()),
  event_name: some(text),
  customer: some(text),
  identifier: some(text),
  source: some(source),
  valid: some(fc.constant(true as const)),
});
const facts: fc.Arbitrary<EventFacts> = fc.record({
  account,
  livemode: fc.boolean(),
  eventName: text,
  customer: fc.option(text),
  identifier: text,
  source,
  invalid: fc.constantFrom(null, 'no_meter'),
});

function matches(wanted: Filter, event: EventFacts): boolean {
  const isOf =
    wanted.account === undefined ||
    event.account === wanted.account ||
    event.account.startsWith(`${wanted.account}/`);
  const is = (asked: unknown, value: unknown) => asked === undefined || asked === value;
  return (
    isOf &&
    is(wanted.livemode, event.livemode) &&
    is(wanted.event_name, event.eventName) &&
    is(wanted.customer, event.customer) &&
    is(wanted.identifier, event.identifier) &&
    is(wanted.source, event.source) &&
    is(wanted.valid, event.invalid === null)
  );
}

function visited<T>(index: FilterIndex<T>, event: EventFacts): T[] {
  const items: T[] = [];
  index.visit(event, (item) => items.push(item));
  return items;
}

test('visits exactly what checking every filter would find, once each', () => {
  const gone = fc.array(fc.nat(20));
  fc.assert(
    fc.property(
      fc.array(filter, { minLength: 10, maxLength: 20 }),
      gone,
      fc.array(facts, { minLength: 10, maxLength: 20 }),
      (filters, removed, events) => {
        const index = new FilterIndex<number>();
        filters.forEach((each, item) => void index.add(each, item));
        for (const item of removed)
          if (filters[item] !== undefined) index.remove(filters[item], item);
        for (const event of events) {
          const expected = filters.flatMap((each, item) =>
            matches(each, event) && !removed.includes(item) ? [item] : [],
          );
          expect(visited(index, event).toSorted((a, b) => a - b)).toEqual(expected);
        }
      },
    ),
    { numRuns: runs(300) },
  );
});

test('a visited item may remove itself', () => {
  const index = new FilterIndex<string>();
  for (const item of ['one', 'two', 'three']) index.add({ customer: 'c' }, item);
  const event = {
    account: 'a',
    livemode: false,
    eventName: 'e',
    customer: 'c',
    identifier: 'i',
    source: 'v1',
    invalid: null,
  } as const;
  const seen: string[] = [];
  index.visit(event, (item) => {
    seen.push(item);
    index.remove({ customer: 'c' }, item);
  });
  expect([seen, visited(index, event)]).toEqual([['one', 'two', 'three'], []]);
});
