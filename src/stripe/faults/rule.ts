/** A fault as armed: an effect with its settings, and the requests it applies to. */
import { wholeNumber } from '../../values.ts';
import type { Facts } from '../endpoint.ts';
import type { FaultName } from './effects.ts';

/** How long a fault waits first. */
export const delayMs = wholeNumber(0, 600_000).describe('milliseconds of real time to wait first');

/** Which requests or deliveries a fault applies to. An absent field matches all. */
export interface FaultMatch {
  readonly method?: string | undefined;
  /** The path of the URL; a `*` at its end matches anything. */
  readonly path?: string | undefined;
  readonly account?: string | undefined;
  readonly eventName?: string | undefined;
  readonly customer?: string | undefined;
  readonly identifier?: string | undefined;
  /** For a delivery: the type of its event; a `*` at its end matches anything. */
  readonly eventType?: string | undefined;
}

/** The facts of a request that faults are matched against. */
export interface FaultFacts {
  readonly method: string;
  readonly path: string;
  readonly account: string | undefined;
  /**
   * The facts of each of its events: a fault applies to the whole request if it matches one of
   * them.
   */
  readonly events: readonly Facts[];
  /** The type of the event that is delivered. */
  readonly eventType?: string;
}

/** A fault as armed. */
export interface FaultRule {
  readonly effect: FaultName;
  /** The effect's own settings, as its schema reads them. */
  readonly settings: object;
  /** Milliseconds of real time to wait first. */
  readonly delayMs: number;
  readonly match: FaultMatch;
  /** How many matching requests to let through first. */
  readonly skip: number;
  /** How often to fire; null for no limit. */
  readonly times: number | null;
  /** The probability, 0 to 1, that it fires for a matching request. */
  readonly probability: number;
}
