/** What each fault does, for whoever arms it: a summary of docs/faults.md. */
import type { FaultName } from '../documents/fault-document.ts';

/** What the client gets, and whether the event is counted. */
export const FAULT_WORDS: Readonly<Record<FaultName, string>> = {
  rate_limit:
    'The client gets a 429 rate_limit, which is not kept for its idempotency key: a retry is ' +
    'handled as new. The event is not counted.',
  lock_timeout:
    'The client gets a 429 lock_timeout that asks for a retry. The event is not counted.',
  idempotency_key_in_use:
    'The client gets a 409, as if another request with its key were still running. The event is ' +
    'not counted.',
  idempotency_error:
    'The client gets a 400 (v2: a 409), as if its key had been used with other parameters. ' +
    'The event is not counted.',
  too_many_concurrent_requests:
    'Only for POST /v2/billing/meter_events: the client gets a 409. The event is not counted.',
  session_expired:
    'Only for POST /v2/billing/meter_event_stream: the client gets a 401 (or the status of ' +
    '--session-expired-status), as if its token had expired. The events are not counted.',
  api_error:
    'The client gets a 500, which v1 keeps for its idempotency key: a retry gets it again. The ' +
    'event is not counted.',
  api_error_after_recording:
    'The event is counted, but the client gets a 500. If the client sends it again with another ' +
    'identifier, it is counted twice.',
  service_unavailable:
    'The client gets a 503 with a page of HTML, as from a proxy. The event is not counted.',
  connection_reset:
    'The connection breaks before the request is handled. The event is not counted.',
  response_lost:
    'The event is counted, but the connection breaks before the answer. A retry with the same ' +
    'idempotency key gets the kept answer.',
  success_without_recording: 'The client gets a 200, but the event is not counted.',
  respond: 'The client gets the answer that you write here. The event is not counted.',
  delay: 'The request waits for delay_ms, then is handled as usual.',
  delivery_twice: 'A delivery of an event arrives twice, with the same bytes.',
  delivery_lost: 'A delivery of an event never arrives, and is not retried.',
  signature_wrong: 'A delivery of an event is signed with the wrong secret.',
  signature_stale:
    'A delivery of an event has a signature that is age_seconds old: SDKs refuse it after 300.',
};
