import { expect, test } from 'vitest';
import { Refusal } from '../../../src/stripe/refusal.ts';
import { listPage, type PageRequest } from '../../../src/stripe/v1/lists.ts';

const items = Array.from({ length: 25 }, (_, i) => ({ id: `i${25 - i}` })); // newest first

function page(request: PageRequest, shows?: (item: { id: string }) => boolean) {
  const listing = { url: '/v1/x', kind: 'thing', items, idOf: ({ id }: { id: string }) => id };
  const write = ({ id }: { id: string }) => ({ id });
  const answer = listPage({ ...listing, write, ...(shows && { shows }) }, request);
  if (answer instanceof Refusal) return answer.message;
  const data = answer['data'] as { id: string }[];
  return [data[0]?.id, data.at(-1)?.id, data.length, answer['has_more']];
}

test.each([
  [{}, ['i25', 'i16', 10, true]],
  [{ limit: 25 }, ['i25', 'i1', 25, false]],
  [{ limit: 100 }, ['i25', 'i1', 25, false]],
  [{ starting_after: 'i16' }, ['i15', 'i6', 10, true]],
  [{ starting_after: 'i6' }, ['i5', 'i1', 5, false]],
  [{ starting_after: 'i1' }, [undefined, undefined, 0, false]],
  [{ ending_before: 'i16' }, ['i25', 'i17', 9, false]],
  [{ ending_before: 'i5', limit: 3 }, ['i8', 'i6', 3, true]],
  [{ ending_before: 'i25' }, [undefined, undefined, 0, false]],
  [{ starting_after: 'nope' }, "No such thing: 'nope'"],
  [
    { starting_after: 'i1', ending_before: 'i2' },
    'You cannot parameterize both starting_after and ending_before.',
  ],
] as [PageRequest, unknown][])('%j', (request, expected) => {
  expect(page(request)).toEqual(expected);
});

test('a cursor may name an item that is not listed', () => {
  const isEven = ({ id }: { id: string }) => Number(id.slice(1)) % 2 === 0;
  expect(page({ starting_after: 'i7', limit: 2 }, isEven)).toEqual(['i6', 'i4', 2, true]);
});
