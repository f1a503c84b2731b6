/**
 * Invalid events, gathered by meter in windows of time on their account's clock
 * (docs/stripe/error-reports.md#windows).
 */
import { type AccountName, isWithin } from '../metering/account-name.ts';
import type { MeterEvent } from '../metering/event.ts';
import { ownText } from '../storage/own-text.ts';
import { errorText } from './error-texts.ts';
import { ErrorTally, type ErrorType } from './report-data.ts';

/** The invalid events of one meter, or those without a meter when `meterId` is null. */
export interface MeterErrors {
  readonly meterId: string | null;
  readonly errorTypes: readonly ErrorType[];
}

/** The time range of one window, in milliseconds. */
export interface WindowRange {
  readonly startMs: number;
  readonly endMs: number;
}

interface Window extends WindowRange {
  readonly account: AccountName;
  readonly byMeter: Map<string | null, ErrorTally>;
}

/** The windows that have not been reported yet. */
export class ErrorWindows {
  readonly #lengthMs: number;
  readonly #open = new Map<string, Window>();

  /** @param lengthMs how long a window is; 0 gives each event a window of its own */
  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** The window that a time lies in. GUESS: that windows lie on multiples of their length. */
  rangeAt(atMs: number): WindowRange {
    if (this.#lengthMs === 0) return { startMs: atMs, endMs: atMs };
    const startMs = Math.floor(atMs / this.#lengthMs) * this.#lengthMs;
    return { startMs, endMs: startMs + this.#lengthMs };
  }

  /** Adds an invalid event. Returns its window if it is the first in it. */
  add(event: MeterEvent): WindowRange | undefined {
    const account = { account: event.account, livemode: event.livemode };
    const range = this.rangeAt(event.receivedMs);
    const key = keyOf(account, range.startMs);
    let window = this.#open.get(key);
    const isNew = window === undefined;
    if (window === undefined) {
      window = { account, ...range, byMeter: new Map() };
      this.#open.set(key, window);
    }
    tally(window, event);
    return isNew ? range : undefined;
  }

  /**
   * Closes a window, and returns what it gathered, in the order in which the meters first occurred.
   */
  take(account: AccountName, { startMs }: WindowRange): MeterErrors[] {
    const key = keyOf(account, startMs);
    const window = this.#open.get(key);
    this.#open.delete(key);
    const found = window?.byMeter ?? [];
    return Array.from(found, ([meterId, each]) => ({ meterId, errorTypes: each.types() }));
  }

  /** Forgets the windows of an account and its connected accounts, or all. */
  forget(account: string | undefined): void {
    for (const [key, window] of this.#open) {
      if (account === undefined || isWithin(window.account.account, account)) {
        this.#open.delete(key);
      }
    }
  }
}

/**
 * GUESS: an event without a meter counts as `no_meter`, whatever else is wrong with it: that is the
 * only code of its report.
 */
function tally({ byMeter }: Window, event: MeterEvent): void {
  const meterId = event.meter?.id ?? null;
  const code = event.invalid === null || meterId === null ? 'no_meter' : event.invalid;
  let found = byMeter.get(meterId);
  if (found === undefined) byMeter.set(meterId, (found = new ErrorTally()));
  found.add(code, () => ({
    error_message: errorText(code, event),
    request: { identifier: ownText(event.identifier) },
  }));
}

function keyOf({ account, livemode }: AccountName, startMs: number): string {
  return `${startMs} ${livemode} ${account}`;
}
