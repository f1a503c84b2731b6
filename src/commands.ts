/** All commands of a mock, and their outcomes. */
import type { BillingCommands, BillingOutcomes } from './billing/billing-commands.ts';
import type { ShareCommands, ShareOutcomes } from './fixtures/everywhere.ts';
import type { ClockCommands, ClockOutcomes } from './metering/clock-commands.ts';
import type { CommandOf } from './metering/door.ts';
import type { MeteringCommands, MeteringOutcomes } from './metering/metering-commands.ts';
import type { FaultCommands, FaultOutcomes } from './stripe/faults/armed-faults.ts';
import type { KeyCommands, KeyOutcomes } from './stripe/idempotency.ts';
import type { SessionCommands, SessionOutcomes } from './stripe/v2/v2-sessions.ts';
import type { WebhookCommands, WebhookOutcomes } from './webhooks/webhook-commands.ts';

/** The commands that concern several parts. */
interface WholeCommands {
  /** Resets everything, or one account in both modes with its connected accounts. */
  reset: {
    readonly account: string | undefined;
    /** Real time in milliseconds, at which the clock restarts. */
    readonly realMs: number;
  };
}

/** The fields of each command. */
export interface Commands
  extends MeteringCommands,
    BillingCommands,
    ClockCommands,
    FaultCommands,
    KeyCommands,
    SessionCommands,
    WebhookCommands,
    ShareCommands,
    WholeCommands {}

/** The outcome of each command. */
export interface Outcomes
  extends MeteringOutcomes,
    BillingOutcomes,
    ClockOutcomes,
    FaultOutcomes,
    KeyOutcomes,
    SessionOutcomes,
    WebhookOutcomes,
    ShareOutcomes,
    Record<keyof WholeCommands, undefined> {}

/** A command of any kind. */
export type Command = CommandOf<Commands>;
