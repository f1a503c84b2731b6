/** Clocks as documents: read, moved, frozen. */
import * as z from 'zod';
import type { ClockBody, ClockDocument, ClockQuery } from '../documents/clock-document.ts';
import type { ClockCommands, ClockOutcomes } from '../metering/clock-commands.ts';
import type { Clocks } from '../metering/clocks.ts';
import type { Apply } from '../metering/door.ts';
import type { MaybePromise } from '../metering/maybe-promise.ts';
import { ACCOUNT_NAME } from '../stripe/authentication.ts';
import { thenMaybe } from '../stripe/then-maybe.ts';
import { instant } from '../values.ts';
import { ControlError, check } from './control-error.ts';

export const clockBody = z
  .strictObject({
    advance_seconds: z.number().min(0).max(1e10).optional().describe('how far to move forward'),
    now: instant
      .optional()
      .describe('where to move to: seconds since the epoch or ISO 8601, never back'),
    frozen: z.boolean().optional().describe('whether the clock stands still'),
  })
  .refine(
    (body) => body.advance_seconds === undefined || body.now === undefined,
    'takes advance_seconds or now, not both',
  );

export const clockQuery = z.strictObject({
  account: z
    .string()
    .regex(ACCOUNT_NAME, 'no key could name this account')
    .optional()
    .describe("this account's own clock, shared by its connected accounts; else the common one"),
});

/** Dependencies of the clock controls. */
export interface ClockTarget {
  readonly clocks: Clocks;
  readonly apply: Apply<ClockCommands, ClockOutcomes>;
}

/** The clock that an account goes by, or the common one with a list of the others. */
export function clockDocument(clocks: Clocks, query: ClockQuery = {}): ClockDocument {
  const { account } = check(clockQuery, query);
  if (account !== undefined) return documentOf(clocks, account);
  const accounts = clocks.owners().map((owner) => documentOf(clocks, owner));
  return { ...documentOf(clocks, undefined), accounts };
}

function documentOf(clocks: Clocks, account: string | undefined): ClockDocument {
  const { nowMs, frozen, aheadMs } = clocks.of(account).state();
  const isOwn = account !== undefined && clocks.hasOwn(account);
  return {
    now_seconds: Math.floor(nowMs / 1000),
    now: new Date(nowMs).toISOString(),
    frozen,
    ahead_seconds: aheadMs / 1000,
    account: isOwn ? (account.split('/', 1)[0] as string) : null,
  };
}

/** The last instant a clock can be at: the year 9999 ends. */
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

/**
 * Where a clock that is at `nowMs` is to go, in milliseconds. Throws a ControlError when it cannot
 * go there.
 */
export function targetOf(
  { advance_seconds = 0, now }: z.output<typeof clockBody>,
  nowMs: number,
): number {
  const toMs = Math.trunc(now ?? nowMs + advance_seconds * 1000);
  if (toMs < nowMs) {
    const present = new Date(nowMs).toISOString();
    const advice = 'POST /_mock/reset starts it again.';
    throw new ControlError(400, `The clock only moves forward: it is at ${present}. ${advice}`);
  }
  if (toMs > LAST_MS) throw new ControlError(400, 'The clock ends with the year 9999.');
  return toMs;
}

/**
 * Moves, freezes or unfreezes a clock, behind the moves of it that are under way. What is due by
 * then happens first, each at its own time. The clock has moved when this returns, unless something
 * due must wait. Throws a ControlError when it would run backwards.
 */
export function moveClock(
  target: ClockTarget,
  body: ClockBody,
  query: ClockQuery = {},
): MaybePromise<ClockDocument> {
  const asked = check(clockBody, body);
  const { account } = check(clockQuery, query);
  const moved = move(target, asked, account);
  return thenMaybe<void, ClockDocument>(moved, () => clockDocument(target.clocks, query));
}

/** The same, for a body and an account that were checked. */
export function move(
  { clocks, apply }: ClockTarget,
  asked: z.output<typeof clockBody>,
  account: string | undefined,
): MaybePromise<void> {
  if (account !== undefined && !clocks.hasOwn(account)) {
    const { nowMs, frozen } = clocks.of().state();
    targetOf(asked, nowMs); // a wrong move makes no clock
    apply({ kind: 'set_clock', account, nowMs, frozen, realMs: clocks.time.now() });
  }
  const clock = clocks.of(account);
  return clock.move(
    (nowMs) => ({ toMs: targetOf(asked, nowMs), frozen: asked.frozen ?? clock.frozen }),
    ({ toMs, frozen }) => {
      const realMs = clocks.time.now();
      apply({ kind: 'set_clock', account, nowMs: toMs, frozen, realMs });
    },
  );
}
