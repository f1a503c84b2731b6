/** How much arrived in each second of the last minutes. */

/** One second. */
export interface Rate {
  /** In whole seconds of the viewer's clock. */
  readonly second: number;
  readonly events: number;
  readonly requests: number;
}

/** How many seconds are kept. */
export const KEPT_SECONDS = 300;

/** Adds what has just arrived. Oldest first. */
export function withRate(
  rates: readonly Rate[],
  nowMs: number,
  arrived: { readonly events: number; readonly requests: number },
): readonly Rate[] {
  const second = Math.floor(nowMs / 1000);
  const kept = rates.filter((rate) => rate.second > second - KEPT_SECONDS);
  const last = kept.at(-1);
  if (last?.second !== second) {
    return [...kept, { second, events: arrived.events, requests: arrived.requests }];
  }
  const sum = {
    second,
    events: last.events + arrived.events,
    requests: last.requests + arrived.requests,
  };
  return [...kept.slice(0, -1), sum];
}

/** The `seconds` seconds before `second`, including those without any. */
export function filled(rates: readonly Rate[], second: number, seconds: number): readonly Rate[] {
  const bySecond = new Map(rates.map((rate) => [rate.second, rate]));
  return Array.from({ length: seconds }, (_none, at) => {
    const each = second - seconds + at;
    return bySecond.get(each) ?? { second: each, events: 0, requests: 0 };
  });
}
