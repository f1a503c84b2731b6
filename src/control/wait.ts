/** Waits until enough events have arrived, and returns a document. */
import type { Waited, WaitQuery } from '../documents/event-document.ts';
import type { MeterEvent } from '../metering/event.ts';
import { lazily } from '../stripe/lazily.ts';
import { flag, whole } from '../values.ts';
import { check } from './control-error.ts';
import type { Filter } from './filter-index.ts';
import { eventDocument, eventFilter } from './inspect.ts';
import { LongRead } from './long-read.ts';
import type { Waiters } from './waiters.ts';
import { type Evidence, whyMissing } from './why-missing.ts';

export const waitQuery = lazily(() =>
  eventFilter().extend({
    count: whole(1, 1_000_000)
      .default(1)
      .describe('how many events to wait for, including earlier ones'),
    include_invalid: flag
      .optional()
      .describe('whether to count events that were accepted and found invalid; default false'),
    timeout_ms: whole(0, 600_000)
      .default(5000)
      .describe('how long to wait, in milliseconds of real time'),
  }),
);

/**
 * Ends as soon as `count` matching events have arrived, or at the time-out. Invalid events count
 * only with `include_invalid`. Rejects with a ControlError for a wrong query.
 * @param gone aborted when the caller is gone: the wait ends at once, with no events
 */
export async function waitForEvents(
  { waiters, ...evidence }: Evidence & { readonly waiters: Waiters },
  query: WaitQuery = {},
  gone?: AbortSignal,
): Promise<LongRead<Waited>> {
  const { count, timeout_ms: timeoutMs, include_invalid, ...asked } = check(waitQuery(), query);
  const filter: Filter = include_invalid ? asked : { ...asked, valid: true };
  const { matched, events } = await waiters.wait({ filter, count, timeoutMs }, gone);
  const complete = matched >= count;
  const missing = complete ? null : sentence(matched, count, asked) + whyMissing(evidence, filter);
  const parts = { complete, matched, data: documentsOf(events), missing };
  return new LongRead<Waited>(filter.account, () => ({ parts }), complete ? 200 : 408);
}

function* documentsOf(events: Iterable<MeterEvent | undefined>) {
  for (const event of events) yield event && eventDocument(event);
}

function sentence(matched: number, count: number, filter: Filter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const of = given.map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const wanted = of.length === 0 ? '' : ` with ${of.join(' and ')}`;
  return (
    `Waited for ${count} meter event${count === 1 ? '' : 's'}${wanted}, but ${matched} ` +
    `arrived: ${count - matched} missing.`
  );
}
