/** The dependencies of all v2 resources. */
import type { Submit } from '../../metering/door.ts';
import type { Engine } from '../../metering/engine.ts';
import type { Ids } from '../../metering/ids.ts';
import type { MeteringCommands, MeteringOutcomes } from '../../metering/metering-commands.ts';
import type { SessionCommands, SessionOutcomes, Sessions } from '../../stripe/v2/v2-sessions.ts';

/** Dependencies of the resources. */
export interface V2Resources {
  /** For queries; changes go through `submit`. */
  readonly engine: Engine;
  readonly ids: Ids;
  /** For queries, like `engine`. */
  readonly sessions: Sessions;
  readonly submit: Submit<MeteringCommands & SessionCommands, MeteringOutcomes & SessionOutcomes>;
  /** How long the token of a session is valid, in seconds on the account's clock. */
  readonly sessionSeconds: number;
  /** The status for an expired token on the stream. */
  readonly sessionExpiredStatus: 400 | 401;
}
