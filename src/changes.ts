/** Everything that the feed of a mock announces. */
import type { MeteringChange } from './metering/metering-changes.ts';
import type { FaultChange } from './stripe/faults/armed-faults.ts';
import type { RequestChange } from './stripe/request-log.ts';

/** A change of any kind. */
export type Change = MeteringChange | FaultChange | RequestChange;
