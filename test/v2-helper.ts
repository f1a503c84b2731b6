/** Shortcuts for calling v2 of a test's server. */
import type { Test } from 'supertest';
import type { MeterMockOptions } from '../src/index.ts';
import { KEY, serve, type TestServer } from './helper.ts';

export const V2_EVENTS = '/v2/billing/meter_events';
export const V2_ADJUSTMENTS = '/v2/billing/meter_event_adjustments';
export const V2_SESSION = '/v2/billing/meter_event_session';
export const V2_STREAM = '/v2/billing/meter_event_stream';
export const VERSION = '2026-10-28.endive';
export const PAYLOAD = { stripe_customer_id: 'cus_1', value: '25' };

/** Sends an event, with the given changes. */
export function v2Event(changes: object = {}) {
  return { event_name: 'ai_search_api', payload: PAYLOAD, ...changes };
}

export interface V2Server extends TestServer {
  /** A POST of JSON, or of a string as it is, with key and version. */
  json(path: string, body?: unknown, headers?: Record<string, string>): Test;
  v2event(changes?: object, headers?: Record<string, string>): Test;
  /** The token of a new session. */
  token(headers?: Record<string, string>): Promise<string>;
  /** Sends a stream request with a token. */
  stream(token: string, events: unknown, headers?: Record<string, string>): Test;
}

export async function serveV2(options: MeterMockOptions = {}): Promise<V2Server> {
  const server = await serve(options);
  const json: V2Server['json'] = (path, body = {}, headers = {}) =>
    server
      .call('post', path)
      .set({
        authorization: `Bearer ${KEY}`,
        'stripe-version': VERSION,
        'content-type': 'application/json',
        ...headers,
      })
      .send(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    ...server,
    json,
    v2event: (changes, headers) => json(V2_EVENTS, v2Event(changes), headers),
    token: async (headers) => (await json(V2_SESSION, {}, headers)).body.authentication_token,
    stream: (token, events, headers) =>
      json(V2_STREAM, { events }, { authorization: `Bearer ${token}`, ...headers }),
  };
}

/** The recorded form of `invalid_fields`. */
export function invalid(text: string) {
  const message = `Some fields in the request were invalid: '${text}'`;
  return { error: { code: 'invalid_fields', message } };
}
