/** Everything that the feed of a mock announces. */
import type { BillingChange } from './billing/billing-commands.ts';
import type { Loaded } from './documents/fixture-document.ts';
import type { MeteringChange } from './metering/metering-changes.ts';
import type { FaultChange } from './stripe/faults/armed-faults.ts';
import type { RequestChange } from './stripe/request-log.ts';
import type { SessionChange } from './stripe/v2/v2-sessions.ts';
import type { WebhookChange } from './webhooks/webhook-commands.ts';

/** A fixture was loaded whole. */
interface FixturesLoaded {
  readonly kind: 'fixtures_loaded';
  /** How many items, by list. */
  readonly loaded: Loaded['loaded'];
}

/** A change of any kind. */
export type Change =
  | MeteringChange
  | BillingChange
  | FaultChange
  | RequestChange
  | SessionChange
  | WebhookChange
  | FixturesLoaded;
