/** The clock as a document: read, moved, frozen. */
import * as z from 'zod';
import type { Clock } from '../metering/clock.ts';
import { instant } from '../values.ts';
import { ControlError, check } from './errors.ts';

export const clockBody = z
  .strictObject({
    advance_seconds: z.number().min(0).max(1e10).optional().describe('how far to move forward'),
    now: instant.optional().describe('where to move to: seconds since the epoch or ISO 8601, never back'),
    frozen: z.boolean().optional().describe('whether the clock stands still'),
  })
  .refine((body) => body.advance_seconds === undefined || body.now === undefined, 'takes advance_seconds or now, not both');

export type ClockBody = z.input<typeof clockBody>;

/** Where the clock is. */
export interface ClockDocument {
  /** Seconds since the epoch, as in Stripe's objects. */
  readonly now_seconds: number;
  /** The same, ISO 8601 with milliseconds. */
  readonly now: string;
  readonly frozen: boolean;
  /** How far it is ahead of real time, in seconds; negative when behind. */
  readonly ahead_seconds: number;
}

export function clockDocument(clock: Clock): ClockDocument {
  const { nowMs, frozen, aheadMs } = clock.state();
  return { now_seconds: Math.floor(nowMs / 1000), now: new Date(nowMs).toISOString(), frozen, ahead_seconds: aheadMs / 1000 };
}

/** The last instant a clock can be at: the year 9999 ends. */
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

/** Throws a ControlError when the clock cannot go where it is asked to; gives the instant in milliseconds. */
export function checkMove(clock: Clock, { advance_seconds = 0, now }: z.output<typeof clockBody>): number {
  const present = clock.now();
  const target = now ?? present + advance_seconds * 1000;
  if (target < present) {
    throw new ControlError(400, `The clock only moves forward: it is at ${new Date(present).toISOString()}. POST /_mock/reset starts it again.`);
  }
  if (target > LAST_MS) throw new ControlError(400, 'The clock ends with the year 9999.');
  return target;
}

/** Moves, freezes or unfreezes the clock. Throws a ControlError when it would run backwards. */
export function moveClock(clock: Clock, body: ClockBody): ClockDocument {
  const asked = check(clockBody, body);
  const target = checkMove(clock, asked);
  if (asked.frozen === true) clock.freeze();
  if (target > clock.now()) clock.moveTo(target);
  if (asked.frozen === false) clock.unfreeze();
  return clockDocument(clock);
}
