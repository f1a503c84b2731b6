/** Waiting until enough events arrived: woken by the engine's bell, never polling. */
import type * as z from 'zod';
import type { Engine } from '../metering/engine.ts';
import type { Selection } from '../metering/event-log.ts';
import type { MeterEvent } from '../metering/events.ts';
import { whole } from '../values.ts';
import { check } from './errors.ts';
import { type EventDocument, eventDocument, eventFilter, selectionOf } from './inspect.ts';

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
  const selection = selectionOf(filter);
  const counter = new Counter(engine, selection);
  const outcome = () => outcomeOf(engine, selection, counter.count, count, filter);
  if (counter.count >= count) return Promise.resolve(outcome());
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopListening();
      signal?.removeEventListener('abort', end);
      resolve(outcome());
    };
    const timer = setTimeout(end, timeout_ms);
    const stopListening = engine.bell.listen((taken) => {
      if (counter.hear(taken) >= count) end();
    });
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

/** Counts matching events: those there are, then each as it is taken. */
class Counter {
  readonly #engine: Engine;
  readonly #selection: Selection;
  #life: number;
  #count: number;

  constructor(engine: Engine, selection: Selection) {
    this.#engine = engine;
    this.#selection = selection;
    this.#life = engine.life;
    this.#count = engine.countEvents(selection);
  }

  get count(): number {
    return this.#count;
  }

  hear(taken: MeterEvent | undefined): number {
    if (this.#engine.life !== this.#life) {
      this.#life = this.#engine.life; // a reset forgot what was counted
      this.#count = this.#engine.countEvents(this.#selection);
    } else if (taken !== undefined && isSelected(taken, this.#selection)) this.#count++;
    return this.#count;
  }
}

function isSelected(event: MeterEvent, { isOf, matches }: Selection): boolean {
  return (isOf?.(event) ?? true) && (matches?.(event) ?? true);
}

function outcomeOf(engine: Engine, selection: Selection, matched: number, count: number, filter: z.output<typeof eventFilter>): Waited {
  const data: EventDocument[] = [];
  for (const event of engine.events(selection)) {
    data.push(eventDocument(event));
    if (data.length >= count) break;
  }
  const complete = matched >= count;
  return { complete, matched, data, missing: complete ? null : sentence(matched, count, filter) };
}

function sentence(matched: number, count: number, filter: z.output<typeof eventFilter>): string {
  const of = Object.entries(filter).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const wanted = of.length === 0 ? '' : ` with ${of.join(' and ')}`;
  return `Waited for ${count} meter event${count === 1 ? '' : 's'}${wanted}, but ${matched} arrived: ${count - matched} missing.`;
}
