/** Clocks as documents: read, moved, frozen. */
import * as z from 'zod';
import type { ClockBody, ClockDocument, ClockQuery } from '../documents/clock-document.ts';
import type { Clock } from '../metering/clock.ts';
import type { ClockCommands, ClockOutcomes } from '../metering/clock-commands.ts';
import type { Clocks } from '../metering/clocks.ts';
import type { Apply } from '../metering/door.ts';
import type { MaybePromise } from '../metering/maybe-promise.ts';
import { lazily } from '../stripe/lazily.ts';
import { thenMaybe } from '../stripe/then-maybe.ts';
import { instant, LAST_MS } from '../values.ts';
import { monotonicNow, type Settling } from '../webhooks/settling.ts';
import { ControlError, check } from './control-error.ts';
import { accountParam } from './query-values.ts';

const HOW_TO_MOVE =
  'Send JSON such as {"advance_seconds": 3600}, {"now": "2026-01-01T00:00:00Z"} or ' +
  '{"frozen": true}.';

export const clockBody = lazily(() =>
  z
    .strictObject({
      advance_seconds: z.number().min(0).max(1e10).optional().describe('how far to move forward'),
      now: instant
        .optional()
        .describe('where to move to: seconds since the epoch or ISO 8601, never back'),
      frozen: z.boolean().optional().describe('whether the clock stands still'),
      wait_ms: z
        .number()
        .min(0)
        .max(600_000)
        .optional()
        .describe('real time to wait in all for deliveries that this makes due; default 5000'),
    })
    .refine(
      (body) => body.advance_seconds === undefined || body.now === undefined,
      'must have advance_seconds or now, not both',
    )
    .refine(
      ({ advance_seconds, now, frozen }) => (advance_seconds ?? now ?? frozen) !== undefined,
      {
        when: ({ issues }) => issues.length === 0, // an unknown name says what was meant
        error: `Nothing says how to move the clock. ${HOW_TO_MOVE}`,
      },
    ),
);

export const clockQuery = lazily(() =>
  z.strictObject({
    account: accountParam(
      "this account's own clock, shared by its connected accounts; default: the common one",
    ),
  }),
);

/** Dependencies of the clock controls. */
export interface ClockTarget {
  readonly clocks: Clocks;
  readonly apply: Apply<ClockCommands, ClockOutcomes>;
}

/** Dependencies of a move that waits for deliveries. */
export interface MoveTarget extends ClockTarget {
  readonly settling: Settling;
}

/** The clock of an account, or the common one with a list of the others. */
export function clockDocument(clocks: Clocks, query: ClockQuery = {}): ClockDocument {
  const { account } = check(clockQuery(), query);
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

/**
 * Where to move a clock that is at `nowMs`, in milliseconds. Throws a ControlError if it cannot
 * move there.
 */
export function targetOf(
  { advance_seconds = 0, now }: z.output<ReturnType<typeof clockBody>>,
  nowMs: number,
): number {
  const toMs = Math.trunc(now ?? nowMs + advance_seconds * 1000);
  if (toMs < nowMs) {
    const present = new Date(nowMs).toISOString();
    const advice = 'POST /_mock/reset sets it back.';
    throw new ControlError(400, `The clock only moves forward: it is at ${present}. ${advice}`);
  }
  if (toMs > LAST_MS) throw new ControlError(400, 'The clock ends at the end of the year 9999.');
  return toMs;
}

/**
 * Moves, freezes or unfreezes a clock, after any moves in progress. Everything due by then runs
 * first, each at its own time. The clock has moved when this returns, unless something due has to
 * wait. Throws a ControlError if the clock would go backwards.
 */
export function moveClock(
  target: MoveTarget,
  body: ClockBody,
  query: ClockQuery = {},
): MaybePromise<ClockDocument> {
  const { account } = check(clockQuery(), query);
  const asked = check(clockBody(), body);
  const { clocks, settling } = target;
  const moved = moveAndWait(target, asked, account);
  return thenMaybe<void, ClockDocument>(moved, () => ({
    ...clockDocument(clocks, query),
    pending_deliveries: settling.pending(clocks.of(account)),
  }));
}

/** How long a move waits for deliveries in all by default, in milliseconds of real time. */
const WAIT_MS = 5000;

/**
 * Waits for the deliveries that are already due, then for those that the move makes due, each at
 * its own moment; in all no longer than the move may wait.
 */
function moveAndWait(
  target: MoveTarget,
  asked: z.output<ReturnType<typeof clockBody>>,
  account: string | undefined,
): MaybePromise<void> {
  const { clocks, settling } = target;
  const untilMs = monotonicNow() + (asked.wait_ms ?? WAIT_MS);
  return thenMaybe(settling.settle(clocks.of(account), untilMs), () =>
    move(target, asked, account, {
      begin: (clock) => settling.allow(clock, untilMs),
      end: (clock) => settling.forbid(clock),
    }),
  );
}

/** Told when a move begins, after any moves in progress, and when it is done. */
interface MoveListener {
  readonly begin: (clock: Clock) => void;
  readonly end: (clock: Clock) => void;
}

/** Moves a clock without waiting for deliveries, given a checked body and account. */
export function move(
  { clocks, apply }: ClockTarget,
  asked: z.output<ReturnType<typeof clockBody>>,
  account: string | undefined,
  listener?: MoveListener,
): MaybePromise<void> {
  if (account !== undefined && !clocks.hasOwn(account)) {
    const { nowMs, frozen } = clocks.of().state();
    targetOf(asked, nowMs); // an invalid move must not create a clock
    apply({ kind: 'set_clock', account, nowMs, frozen, realMs: clocks.time.now() });
  }
  const clock = clocks.of(account);
  return clock.move(
    (nowMs) => {
      const toMs = targetOf(asked, nowMs);
      listener?.begin(clock);
      return { toMs, frozen: asked.frozen ?? clock.frozen };
    },
    ({ toMs, frozen }) => {
      listener?.end(clock);
      const realMs = clocks.time.now();
      apply({ kind: 'set_clock', account, nowMs: toMs, frozen, realMs });
    },
  );
}
