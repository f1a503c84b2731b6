/** What the page has learned from the feed, line by line. Its size is bounded. */
import type { ClockDocument } from '../documents/clock-document.ts';
import type { FaultDocument } from '../documents/fault-document.ts';
import type {
  AttemptLine,
  EventLine,
  LiveBatch,
  LiveCounts,
  LiveLine,
  LiveSnapshot,
  RequestLine,
} from '../documents/live-document.ts';
import { type Rate, withRate } from './rates.ts';
import { NOTHING_RECENT, type Recent, withNewest } from './recent.ts';
import { type Totals, withTotals } from './totals.ts';

/** What the page has learned from the feed. */
export interface LiveState {
  /** Changes with each snapshot, since what was read before may be gone. */
  readonly generation: number;
  readonly version: string;
  readonly counts: LiveCounts;
  readonly faults: readonly FaultDocument[];
  readonly clock: ClockDocument | undefined;
  /** When the clock showed this time, in milliseconds of the viewer's clock. */
  readonly clockAtMs: number;
  readonly events: Recent<EventLine>;
  readonly requests: Recent<RequestLine>;
  readonly rates: readonly Rate[];
  readonly totals: Totals;
  /** Whether changes of some totals are missing. */
  readonly hasLostTotals: boolean;
  readonly attempts: Recent<AttemptLine>;
  /** Changes when a delivery changes. */
  readonly deliveries: number;
  /** Changes when a meter is added or changed. */
  readonly meters: number;
}

const NO_COUNTS: LiveCounts = {
  taken: 0,
  duplicate: 0,
  invalid: 0,
  invalid_by_code: {},
  cancelled: 0,
  refused: 0,
  refused_strangers: 0,
  replayed: 0,
  deliveries_failed: 0,
  deliveries_held: 0,
  accounts: [],
  accounts_left_out: 0,
};

/** Before the first line. */
export const NOTHING_KNOWN: LiveState = {
  generation: 0,
  version: '',
  counts: NO_COUNTS,
  faults: [],
  clock: undefined,
  clockAtMs: 0,
  events: NOTHING_RECENT,
  requests: NOTHING_RECENT,
  rates: [],
  totals: new Map(),
  hasLostTotals: false,
  attempts: NOTHING_RECENT,
  deliveries: 0,
  meters: 0,
};

/** The state after a line. */
export function afterLine(state: LiveState, line: LiveLine, nowMs: number): LiveState {
  return line.kind === 'snapshot'
    ? afterSnapshot(state, line, nowMs)
    : afterBatch(state, line, nowMs);
}

function afterSnapshot(state: LiveState, line: LiveSnapshot, nowMs: number): LiveState {
  const { version, counts, faults, clock, events_left_out, requests_left_out } = line;
  return {
    ...NOTHING_KNOWN,
    generation: state.generation + 1,
    version,
    counts,
    faults,
    clock,
    clockAtMs: nowMs,
    rates: withRate(state.rates, nowMs, { events: events_left_out, requests: requests_left_out }),
  };
}

function afterBatch(state: LiveState, line: LiveBatch, nowMs: number): LiveState {
  const { events_taken, requests_answered } = line;
  const events = withNewest(state.events, line.events, events_taken, sequenceOf);
  return {
    ...state,
    counts: line.counts ?? state.counts,
    faults: line.faults ?? state.faults,
    ...(line.clock !== undefined && { clock: line.clock, clockAtMs: nowMs }),
    events: withCancelled(events, line.cancelled),
    requests: withNewest(state.requests, line.requests, requests_answered, numberOf),
    rates: withRate(state.rates, nowMs, { events: events_taken, requests: requests_answered }),
    totals: withTotals(state.totals, line.totals),
    hasLostTotals: state.hasLostTotals || line.totals_lost,
    attempts: withNewest(state.attempts, line.attempts, line.attempts_made, numberOf),
    deliveries: state.deliveries + line.deliveries,
    meters: state.meters + line.meters,
  };
}

function withCancelled(recent: Recent<EventLine>, cancelled: readonly number[]): Recent<EventLine> {
  if (cancelled.length === 0) return recent;
  const lines = recent.lines.map((line) =>
    cancelled.includes(line.sequence) ? { ...line, cancelled: true } : line,
  );
  return { ...recent, lines };
}

/** An event's position. */
export const sequenceOf = ({ sequence }: { readonly sequence: number }): number => sequence;
/** A request's position, or an attempt's. */
export const numberOf = ({ number }: { readonly number: number }): number => number;
