/**
 * The meter event stream: https://docs.stripe.com/api/v2/billing/meter-event-stream
 * (docs/stripe/v2-streams.md).
 */
import type { StreamOutcome } from '../../metering/metering-commands.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { RawJson } from '../../stripe/v1/json.ts';
import { v2Endpoint } from '../../stripe/v2/v2-dialect.ts';
import { fields, required } from '../../stripe/v2/v2-fields.ts';
import { array } from '../../stripe/v2/v2-parsers.ts';
import { v2StreamDialect } from '../../stripe/v2/v2-stream-dialect.ts';
import { eventFields, factsOfEvent, inputOf } from './v2-event-fields.ts';
import type { V2Resources } from './v2-resources.ts';

/** The most events of a request (documented). */
const MAX_EVENTS = 100;

const streamFields = fields({ events: required(array(eventFields, MAX_EVENTS)) });

/** The answer: the schema has no fields, but SDKs fail on an empty body. */
const TAKEN = new RawJson('{}');

/**
 * `POST /v2/billing/meter_event_stream`: accepts events of the right shape without further checks;
 * errors are found later, and duplicates are dropped silently.
 */
export function v2MeterEventStreamEndpoints(resources: V2Resources): Endpoint[] {
  const { engine, ids, submit, sessions, sessionExpiredStatus } = resources;
  return [
    v2Endpoint(
      {
        method: 'POST',
        path: '/v2/billing/meter_event_stream',
        params: streamFields,
        facts: (body, caller) => {
          const events = body.get('events');
          if (!Array.isArray(events)) return [];
          return events.map((event) => factsOfEvent(engine, event, caller));
        },
        act: ({ events: given }, call) => {
          if (call.discard) return TAKEN;
          const { account, atMs, sharedMs } = call;
          const events = given.map((event) => inputOf(event, ids, call, 'v2_stream'));
          const command = { kind: 'record_stream', account, atMs, sharedMs, events } as const;
          return thenMaybe<StreamOutcome, RawJson>(submit(command), (outcome) => {
            call.tell?.(command, outcome);
            return TAKEN;
          });
        },
      },
      v2StreamDialect(sessions, sessionExpiredStatus),
    ),
  ];
}
