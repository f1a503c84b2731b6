import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MeterEvent } from '../../src/metering/event.ts';
import { ACCOUNT, engineOf, input } from './engine-of.ts';

/** Texts with what separates and escapes fields in them. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\0', '\\', '0', '=', '"', '\n', 'ü') }),
);

test('what was taken is read back as it was, whatever is in it', () => {
  fc.assert(
    fc.property(
      fc.dictionary(text, text),
      text,
      text,
      fc.option(text),
      fc.option(text),
      (payload, eventName, identifier, idempotencyKey, requestId) => {
        const engine = engineOf();
        const given = {
          ...input(engine),
          eventName,
          identifier,
          payload: new Map(Object.entries(payload)),
          requestId,
          idempotencyKey,
        };
        const outcome = engine.record(ACCOUNT, given);
        expect(outcome.outcome).toBe('recorded');
        expect([...engine.events()]).toEqual([(outcome as { event: MeterEvent }).event]);
        for (const each of [
          eventName,
          identifier,
          ...given.payload.keys(),
          ...given.payload.values(),
        ])
          expect(engine.countEvents({ texts: [each] })).toBe(1);
      },
    ),
  );
});

test('a selection by account, texts and an exact question', () => {
  const engine = engineOf();
  const record = (account: string, identifier: string) =>
    engine.record({ account, livemode: false }, { ...input(engine), identifier });
  for (const identifier of ['a', 'ab', 'b']) record('one', identifier);
  record('two', 'a');
  const found = (selection: Parameters<typeof engine.events>[0]) =>
    [...engine.events(selection)].map(({ account, identifier }) => `${account} ${identifier}`);
  expect(found({ isOf: ({ account }) => account === 'one' })).toEqual(['one b', 'one ab', 'one a']);
  expect(found({ texts: ['a'], matches: ({ identifier }) => identifier === 'a' })).toEqual([
    'two a',
    'one a',
  ]);
  expect(
    engine.countEvents({
      isOf: ({ account }) => account === 'one',
      matches: ({ identifier }) => identifier !== 'b',
    }),
  ).toBe(2);
});
