/**
 * Meter event sessions: https://docs.stripe.com/api/v2/billing/meter-event-stream
 * (docs/stripe/v2-streams.md#sessions).
 */
import type { Endpoint } from '../../stripe/endpoint.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { Lasting, v2Endpoint } from '../../stripe/v2/v2-dialect.ts';
import { fields } from '../../stripe/v2/v2-fields.ts';
import type { Session } from '../../stripe/v2/v2-sessions.ts';
import { formatDateTime } from '../../stripe/v2/v2-time.ts';
import type { V2Resources } from './v2-resources.ts';

/** No fields. GUESS: that any field is refused as unknown. */
const sessionFields = fields({});

/** `POST /v2/billing/meter_event_session`: creates a token for the stream. */
export function v2MeterEventSessionEndpoints(resources: V2Resources): Endpoint[] {
  const { ids, submit, sessionSeconds } = resources;
  return [
    v2Endpoint({
      method: 'POST',
      path: '/v2/billing/meter_event_session',
      params: sessionFields,
      act: (_given, { account, atMs, sharedMs, caller }) => {
        const session = {
          id: ids.session(account.livemode),
          token: ids.sessionToken(),
          account,
          connectedAccount: caller.connectedAccount,
          createdMs: atMs,
          expiresMs: atMs + sessionSeconds * 1000,
        };
        const created = submit({ kind: 'create_session', atMs, sharedMs, session });
        return thenMaybe(created, (made) => new Lasting(write(made), made.expiresMs));
      },
    }),
  ];
}

/** In Stripe's field order. */
function write({ id, token, account, createdMs, expiresMs }: Session): object {
  return {
    id,
    livemode: account.livemode,
    object: 'v2.billing.meter_event_session',
    authentication_token: token,
    created: formatDateTime(createdMs),
    expires_at: formatDateTime(expiresMs),
  };
}
