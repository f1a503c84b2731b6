/** Waiting until enough events arrived: woken by the engine's bell, never polling. */
import type * as z from 'zod';
import type { Engine } from '../metering/engine.ts';
import type { MeterEvent } from '../metering/events.ts';
import { whole } from '../values.ts';
import { check } from './errors.ts';
import { type EventDocument, eventDocument, eventFilter, matcher } from './inspect.ts';

export const waitQuery = eventFilter.extend({
  count: whole(1, 1_000_000).default(1).describe('how many events to wait for, those already there included'),
  timeout_ms: whole(0, 600_000).default(5000).describe('how long to wait, in milliseconds of real time'),
});

export type WaitQuery = z.input<typeof waitQuery>;

/** What a wait gives: whether enough arrived, the matching events from new to old, and how many there are in all. */
export interface Waited {
  readonly complete: boolean;
  readonly matched: number;
  readonly data: EventDocument[];
  /** What was missing, when not complete. */
  readonly missing: string | null;
}

/** Ends as soon as `count` events match, at the time-out, or when the signal says that nobody waits any more. */
export function waitForEvents(engine: Engine, query: WaitQuery = {}, signal?: AbortSignal): Promise<Waited> {
  const { count, timeout_ms, ...filter } = check(waitQuery, query);
  const counter = new Counter(engine, matcher(filter));
  if (counter.catchUp() >= count) return Promise.resolve(outcome(engine, counter, count, filter));
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopListening();
      signal?.removeEventListener('abort', end);
      resolve(outcome(engine, counter, count, filter));
    };
    const timer = setTimeout(end, timeout_ms);
    const stopListening = engine.bell.listen(() => {
      if (counter.catchUp() >= count) end();
    });
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

/** Counts matching events, looking at each only once. */
class Counter {
  readonly #engine: Engine;
  readonly #matches: (event: MeterEvent) => boolean;
  #life: number;
  #seen = 0;
  #count = 0;

  constructor(engine: Engine, matches: (event: MeterEvent) => boolean) {
    this.#engine = engine;
    this.#matches = matches;
    this.#life = engine.life;
  }

  catchUp(): number {
    if (this.#engine.life !== this.#life) this.#startAgain(); // a reset forgot what was counted
    for (const event of this.#engine.events()) {
      if (event.sequence <= this.#seen) break;
      if (this.#matches(event)) this.#count++;
    }
    this.#seen = this.#engine.nextSequence - 1;
    return this.#count;
  }

  #startAgain(): void {
    this.#life = this.#engine.life;
    this.#seen = 0;
    this.#count = 0;
  }
}

function outcome(engine: Engine, counter: Counter, count: number, filter: z.output<typeof eventFilter>): Waited {
  const matched = counter.catchUp();
  const data: EventDocument[] = [];
  const matches = matcher(filter);
  for (const event of engine.events()) {
    if (data.length >= count) break;
    if (matches(event)) data.push(eventDocument(event));
  }
  const complete = matched >= count;
  return { complete, matched, data, missing: complete ? null : sentence(matched, count, filter) };
}

function sentence(matched: number, count: number, filter: z.output<typeof eventFilter>): string {
  const of = Object.entries(filter).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const wanted = of.length === 0 ? '' : ` with ${of.join(' and ')}`;
  return `Waited for ${count} meter event${count === 1 ? '' : 's'}${wanted}, but ${matched} arrived: ${count - matched} missing.`;
}
