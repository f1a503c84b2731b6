/** The request log without HTTP: a search finds its matches and decodes nothing else. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Ring } from '../../src/storage/ring.ts';
import type { Exchange } from '../../src/stripe/exchange.ts';
import { RequestLog, type RequestSelection } from '../../src/stripe/request-log.ts';
import { runs } from '../runs.ts';

const feed = { hears: () => false, publish: () => {} };
const logOf = (capacity: number) =>
  new RequestLog(feed, (options) => new Ring({ capacity, ...options }));

const ACCOUNTS = ['a', 'a/acct_1', 'ab', 'b'];
const PATHS = ['/v1/a', '/v1/ab', '/v1/a?', 'a'];

interface Sent {
  readonly account: string | undefined;
  readonly livemode: boolean;
  readonly method: string;
  readonly path: string;
  /** Undefined if the connection broke. */
  readonly status: number | undefined;
  /** The account, if any, whose requests are forgotten after it. */
  readonly cleared: string | undefined;
}

function add(log: RequestLog, { account, livemode, method, path, status }: Sent): void {
  const caller =
    account === undefined ? undefined : { account, livemode, connectedAccount: undefined };
  const exchange = {
    ...{ requestId: 'req_1', method, path, rawHeaders: ['Host', 'x'], query: '', body: '/v1/a' },
    ...{
      bodyType: 'form' as const,
      receivedMs: 0,
      startedMs: 0,
      idempotencyKey: '200',
      version: '',
    },
    ...{ caller, replayOf: undefined, fault: undefined },
  } satisfies Exchange;
  const answer = status === undefined ? 'reset' : { status, body: '' };
  log.add(exchange, { answer: answer as never, durationMs: 1 });
}

const isWithin = (account: string | undefined, asked: string) =>
  account === asked || account?.startsWith(`${asked}/`) === true;

test('a selection finds exactly what checking every request would find', () => {
  const some = <T>(values: readonly T[]) =>
    fc.option(fc.constantFrom(...values), { nil: undefined });
  const sent = fc.record({
    account: some(ACCOUNTS),
    livemode: fc.boolean(),
    method: fc.constantFrom('GET', 'POST'),
    path: fc.constantFrom(...PATHS),
    status: some([200, 400, 429]),
    cleared: fc.option(fc.constantFrom(...ACCOUNTS), { nil: undefined, freq: 6 }),
  });
  const selection = fc.record({
    account: some([...ACCOUNTS, 'nobody']),
    method: some(['GET', 'POST', 'PUT']),
    path: some([...PATHS, '/v1']),
    status: some([200, 400, 500]),
  });
  fc.assert(
    fc.property(
      fc.array(sent, { maxLength: 60 }),
      selection,
      fc.integer({ min: 1, max: 40 }),
      fc.option(fc.nat(60), { nil: undefined }),
      (all, asked: RequestSelection, capacity, before) => {
        const log = logOf(capacity);
        const hidden = new Set<number>();
        for (const [at, each] of all.entries()) {
          add(log, each);
          if (each.cleared === undefined) continue;
          log.clear(each.cleared);
          for (let i = 0; i <= at; i++) {
            if (isWithin(all[i]?.account, each.cleared)) hidden.add(i + 1);
          }
        }
        const expected = all
          .map((each, at) => ({ ...each, number: at + 1 }))
          .filter(({ number }) => number > all.length - capacity && !hidden.has(number))
          .filter(({ number }) => before === undefined || number < before)
          .filter((each) => asked.account === undefined || isWithin(each.account, asked.account))
          .filter((each) => asked.method === undefined || each.method === asked.method)
          .filter((each) => asked.path === undefined || each.path === asked.path)
          .filter((each) => asked.status === undefined || each.status === asked.status);
        const found = [...log.scan(asked, before)].filter((record) => record !== undefined);
        expect(found.map(({ number }) => number)).toEqual(
          expected.map(({ number }) => number).toReversed(),
        );
      },
    ),
    { numRuns: runs(300) },
  );
});

const sentBy = (account: string): Sent => ({
  ...{ account, livemode: false, method: 'GET', path: '/v1/a', status: 200, cleared: undefined },
});
const numbersIn = (records: Iterable<{ number: number } | undefined>) =>
  [...records].flatMap((record) => (record === undefined ? [] : [record.number]));

test('does not decode requests that it skips', () => {
  const log = logOf(5000);
  for (let i = 0; i < 3000; i++) add(log, { ...sentBy(`a${i % 100}`), path: `/v1/${i}` });
  const decoded = vi.spyOn(Buffer.prototype, 'toString');
  const decodedFor = (selection: RequestSelection) => {
    decoded.mockClear();
    return [numbersIn(log.scan(selection, undefined)).length, decoded.mock.calls.length];
  };
  expect(decodedFor({ account: 'nobody' })).toEqual([0, 0]);
  expect(decodedFor({ account: 'a7' })).toEqual([30, 30]);
  expect(decodedFor({ path: '/v1/7' })).toEqual([1, 1]);
  expect(decodedFor({ status: 404 })).toEqual([0, 0]);
  expect(decodedFor({ method: 'POST' })).toEqual([0, 0]);
  log.clear('a7');
  expect(decodedFor({ account: 'a7' })).toEqual([0, 0]);
  decoded.mockRestore();
});

test('views are snapshots, even when an account has no other requests left', () => {
  const log = logOf(1000);
  for (let i = 0; i < 1000; i++) add(log, sentBy(i < 500 ? 'early' : 'late'));
  const scan = log.scan({ account: 'early' }, undefined);
  for (let i = 0; i < 5000; i++) add(log, sentBy('other'));
  expect(numbersIn(scan)).toHaveLength(500);
  expect(numbersIn(log.scan({ account: 'early' }, undefined))).toEqual([]);
  expect(numbersIn(log.scan({ account: 'other' }, undefined))).toHaveLength(1000);
});

test('accounts whose requests are all evicted leave nothing behind', () => {
  const tags: number[] = [];
  const log = new RequestLog(feed, ({ onEvicted }) => {
    const told = (number: number, tag: number) => {
      tags.push(tag);
      onEvicted(number, tag);
    };
    return new Ring({ capacity: 2, onEvicted: told });
  });
  for (const account of ['a', 'b', 'b', 'c', 'a', 'a', 'b', 'b']) add(log, sentBy(account));
  // The tags of the accounts in order; `a` got a new one when it appeared again.
  expect(tags).toEqual([1, 2, 2, 3, 4, 4]);
  expect(numbersIn(log.scan({ account: 'b' }, undefined))).toEqual([8, 7]);
});
