/** Ids of meter event summaries: as long as recorded ones, and the same for the same bucket. */
import { createHash } from 'node:crypto';
import type { Meter } from '../../metering/meter.ts';
import type { Summary } from '../../metering/usage.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/**
 * Characters of an id, and of its beginning, which neighbouring hours share
 * (docs/stripe/meter-event-summaries.md#alignment).
 */
const LENGTH = 197;
const SHARED = 187;
/** The first character of a tail, by width in seconds: for an hour, a day, or anything else. */
const WINDOW_MARKS: Readonly<Record<number, string>> = { 3600: '0', 86400: '1' };
const OTHER_MARKS = BASE62.slice(2);

/**
 * Generates the ids of one customer's summaries on one meter. The first 187 characters identify
 * meter and customer, the last 10 the bucket. Ids in Stripe's docs can be decoded (three base62
 * digits for two bytes): they hold account, mode, meter, customer and start. Here the beginning is
 * a digest, since customer ids can have any length. GUESS: that a live id is as long as a test one,
 * and that the end of a range makes a difference.
 */
export function summaryIds(
  meter: Meter,
  customer: string,
  livemode: boolean,
): (bucket: Summary) => string {
  const prefix = `mtrusg_${livemode ? '' : 'test_'}6041`;
  const beginning = prefix + letters(digest(`${meter.id} ${customer}`, SHARED - prefix.length));
  return (bucket) => beginning + tailOf(bucket);
}

/**
 * The last ten characters. For an hour or a day, which paging relies on, they hold the start
 * itself, so they are unique. For any other range they are a digest of 59 bits: among a million of
 * one customer, the chance of a collision is below one in a million.
 */
function tailOf({ from, to }: Summary): string {
  const mark = from % (to - from) === 0 ? WINDOW_MARKS[to - from] : undefined;
  if (mark !== undefined) return mark + base62(from, LENGTH - SHARED - 1);
  const [first = 0, ...others] = digest(`${from} ${to}`, LENGTH - SHARED);
  return OTHER_MARKS.charAt(first % OTHER_MARKS.length) + letters(others);
}

/**
 * A whole number in a given number of digits: 9 hold every safe integer, since 62^9 is above 2^53.
 */
function base62(number: number, digits: number): string {
  let text = '';
  for (let rest = number; text.length < digits; rest = Math.floor(rest / 62)) {
    text = BASE62.charAt(rest % 62) + text;
  }
  return text;
}

/** A character for each byte. */
function letters(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => BASE62.charAt(byte % 62)).join('');
}

function digest(text: string, bytes: number): Buffer {
  return createHash('shake256', { outputLength: bytes }).update(text).digest();
}
