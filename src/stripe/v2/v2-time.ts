/** Times as v2 reads and writes them (docs/stripe/v2.md#meter-events). */

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const MINUTE_MS = 60_000;

/**
 * Parses RFC 3339 with 0 to 9 fractional digits and any offset, truncated to milliseconds.
 * GUESS: that an offset is required, that leap seconds are refused, and that it is truncated.
 * @returns milliseconds since the epoch; undefined for anything else, including days that do not
 * exist
 */
export function parseDateTime(text: string): number | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hours, minutes, seconds] = match.slice(1, 7).map(Number) as Parts;
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hours < 24;
  if (!exists || minutes > 59 || seconds > 59) return undefined;
  const offsetMs = offsetOf(match);
  if (offsetMs === undefined) return undefined;
  const ms = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  // Date.UTC would treat the years 0 to 99 as 1900 to 1999.
  const dayMs = new Date(0).setUTCFullYear(year, month - 1, day);
  return dayMs + (hours * 60 + minutes) * MINUTE_MS + seconds * 1000 + ms - offsetMs;
}

type Parts = [number, number, number, number, number, number];

/**
 * Writes a time in milliseconds: UTC with exactly three fractional digits. Most times share the
 * second of the previous one, which is cached: `toISOString` took four times as long.
 */
export function formatDateTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== last.second) {
    last = { second, text: new Date(second * 1000).toISOString().slice(0, -4) };
  }
  return `${last.text}${String(ms - second * 1000).padStart(3, '0')}Z`;
}

let last = { second: Number.NaN, text: '' };

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** How far local time is ahead of UTC, in milliseconds. */
function offsetOf([, , , , , , , , sign, hours, minutes]: RegExpExecArray): number | undefined {
  if (sign === undefined) return 0;
  const [ahead, more] = [Number(hours), Number(minutes)];
  if (ahead > 23 || more > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (ahead * 60 + more) * MINUTE_MS;
}
