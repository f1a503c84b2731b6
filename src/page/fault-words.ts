/** What each fault does, in words for those who arm it: docs/faults.md in short. */
import type { FaultName } from '../documents/fault-document.ts';

/** What the client sees, and what becomes of the event. */
export const FAULT_WORDS: Readonly<Record<FaultName, string>> = {
  rate_limit:
    'The client gets a 429 rate_limit, kept for no key: a retry is new. The event does not count.',
  lock_timeout:
    'The client gets a 429 lock_timeout that asks to be retried. The event does not count.',
  idempotency_key_in_use:
    'The client gets a 409, as if a request with its key were under way. The event does not count.',
  idempotency_error:
    'The client gets a 400 (v2: a 409), as if its key had been used with other parameters. ' +
    'The event does not count.',
  too_many_concurrent_requests:
    'For POST /v2/billing/meter_events alone: the client gets a 409. The event does not count.',
  session_expired:
    'For POST /v2/billing/meter_event_stream alone: the client gets a 401, as if its token had ' +
    'ended. The events do not count.',
  api_error:
    'The client gets a 500, which v1 keeps for its key: a retry gets it again. The event does ' +
    'not count.',
  api_error_after_recording:
    'The event counts, and the client gets a 500 all the same. Whoever sends it again under ' +
    'another identifier counts it twice.',
  service_unavailable: 'The client gets a 503 in HTML, as a proxy gives. The event does not count.',
  connection_reset: 'The connection breaks before anything happens. The event does not count.',
  response_lost:
    'The event counts, and the connection breaks before the answer leaves. A retry with the same ' +
    'idempotency key gets the kept answer.',
  success_without_recording: 'The client gets a 200, and the event does not count.',
  respond: 'The client gets the answer that you write here. The event does not count.',
  delay: 'The request waits for delay_ms, then goes on as usual. The event counts.',
  delivery_twice: 'A delivery of an event arrives twice, with the same bytes.',
  delivery_lost: 'A delivery of an event never arrives, and is not tried again.',
  signature_wrong: 'A delivery of an event is signed with another secret.',
  signature_stale:
    'A delivery of an event has a signature that is age_seconds old: SDKs refuse more than 300.',
};
