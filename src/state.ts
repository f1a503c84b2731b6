/** All state of one mock, born whole in one place. */

import { type Log, warnOnce } from './log.ts';
import { Clock, type ClockStart } from './metering/clock.ts';
import { Engine } from './metering/engine.ts';
import { Faults } from './metering/faults.ts';
import { IdentifierWindow } from './metering/identifiers.ts';
import { Random } from './metering/random.ts';
import { Ring } from './metering/ring.ts';
import type { Options } from './options.ts';
import { Idempotency, KEPT_MS, MAX_KEPT_BYTES } from './stripe/idempotency.ts';
import { RequestLog } from './stripe/request-log.ts';

export interface State {
  readonly engine: Engine;
  readonly faults: Faults;
  readonly idempotency: Idempotency;
  readonly requests: RequestLog;
  /** Says to the log what there is to say once, also after a reset. */
  readonly warnOnce: (message: string) => void;
}

/** Makes the state that options ask for. */
export function createState(options: Options, log: Log, clockStart: ClockStart = options.clock): State {
  const clock = new Clock(clockStart);
  const random = new Random(options.seed);
  const engine = new Engine({
    clock,
    random,
    retain: options.retain,
    strict: options.strict,
    summaryLagSeconds: options.summaryLag,
    onInvalid: ({ eventName, identifier, invalid }) => log.warn(`event ${identifier} of "${eventName}" was taken and does not count: ${invalid}`),
    onMeterMade: (meter, { account }) =>
      log.warn(
        `no meter has event name "${meter.eventName}" in account ${account}: made ${meter.id}, a sum over "value". With --strict the event would be refused`,
      ),
  });
  const requests = new RequestLog(() => new Ring({ capacity: options.retainRequests }));
  const idempotency = new Idempotency(clock, () => ({ keys: new IdentifierWindow(KEPT_MS), answers: new Ring({ maxBytes: MAX_KEPT_BYTES }) }));
  return { engine, faults: new Faults(new Random(options.seed)), idempotency, requests, warnOnce: warnOnce(log) };
}
