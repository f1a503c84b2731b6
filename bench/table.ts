/** The table: one row for each figure. */
import { short } from './numbers.ts';

export interface Row {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  /** What the median was taken over: how many, each of what. */
  readonly of: string;
}

/** A figure without an aim. */
export function row(what: string, measured: string, of: string): Row {
  return { what, aim: '', measured, of };
}

/** A figure that should be at least `aim`. */
export function atLeast(aim: number, what: string, value: number, of: string, unit = ''): Row {
  return { what, aim: `at least ${aim}${unit}`, measured: verdict(value, value >= aim, unit), of };
}

/** A figure that should be at most `aim`. */
export function atMost(aim: number, what: string, value: number, of: string, unit = ''): Row {
  return { what, aim: `at most ${aim}${unit}`, measured: verdict(value, value <= aim, unit), of };
}

export function markdown(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, aim, measured, of }) => `| ${what} | ${aim} | ${measured} | ${of} |`,
  );
  return ['| what | aim | measured | median of |', '| --- | --- | --- | --- |', ...lines].join(
    '\n',
  );
}

function verdict(value: number, reached: boolean, unit: string): string {
  return `**${short(value)}${unit}**${reached ? '' : ' (missed)'}`;
}
