/** Starts what sends the events of a state, and logs deliveries that fail. */
import type { Log } from './log.ts';
import type { Options } from './options.ts';
import { writeSnapshotEvent } from './resources/v1/write-event.ts';
import type { State } from './state.ts';
import { toPrettyJson } from './stripe/v1/json.ts';
import { allowedTargets } from './webhooks/allowed-targets.ts';
import { Deliverer } from './webhooks/deliverer.ts';
import { MAX_WAITING } from './webhooks/deliveries.ts';
import { deliveryId } from './webhooks/delivery.ts';

/** Starts sending what is due. From now on, moves of a clock wait for deliveries. */
export function startDeliverer(state: State, options: Options, log: Log): Deliverer {
  const { webhooks, clocks, faults, ids, feed, apply, attempts, settling } = state;
  const deliverer = new Deliverer({
    ...{ webhooks, clocks, faults, ids, apply, attempts },
    allowed: allowedTargets(options),
    timeoutMs: options.webhookTimeoutMs,
    writeSnapshot: (event, version, pending) =>
      toPrettyJson(writeSnapshotEvent(event, version, pending)),
    onDue: (hear) => feed.listen(['delivery_due'], ({ destinationId }) => hear(destinationId)),
    onReset: (hear) => feed.listen(['reset'], ({ account }) => hear(account)),
    onError: (err) => log.error({ err }, 'stripe-meter-mock failed: please report this'),
  });
  settling.begin(deliverer);
  logDeliveries(state, log);
  return deliverer;
}

/** Warns about deliveries that failed. Neither secrets nor bodies are logged. */
function logDeliveries({ attempts, feed }: State, log: Pick<Log, 'warn'>): void {
  attempts.listen((attempt) => {
    const { succeeded, type, event, destination, status, error, retry_at, fault } = attempt;
    if (succeeded) return;
    const reason = error ?? (status === null ? `the fault ${fault}` : `status ${status}`);
    const next = retry_at === null ? 'it will not be sent again' : `next attempt at ${retry_at}`;
    log.warn(`${type} ${event} was not delivered to ${destination}: ${reason}; ${next}`);
  });
  feed.listen(['delivery_dropped'], ({ delivery }) => {
    const { destination, event } = delivery;
    const more = `more than ${MAX_WAITING} deliveries wait for ${destination.id}`;
    log.warn(`${more}: ${deliveryId(delivery)}, of ${event.type} ${event.id}, is dropped`);
  });
}
