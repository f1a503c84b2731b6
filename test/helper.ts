/** A server for one test, closed when the test ends, and shortcuts for talking to it. */
import { Agent } from 'node:http';
import request, { type Test } from 'supertest';
import { onTestFinished } from 'vitest';
import { type MeterMock, type MeterMockOptions, startMeterMock } from '../src/index.ts';

export const KEY = 'sk_test_123';
export const EVENTS = '/v1/billing/meter_events';
export const EVENT = 'event_name=ai_search_api&payload[value]=25&payload[stripe_customer_id]=cus_1';
export const FORM = 'application/x-www-form-urlencoded';
/** The time at which tests start: 2026-01-31T12:00:00Z. */
export const START = 1_769_860_800;

export interface TestServer {
  readonly mock: MeterMock;
  readonly url: string;
  /** A request without a key. */
  call(method: 'get' | 'post' | 'delete', path: string): Test;
  /** A POST of a form with a key. */
  post(path: string, form?: string, headers?: Record<string, string>): Test;
  get(path: string, headers?: Record<string, string>): Test;
  delete(path: string, headers?: Record<string, string>): Test;
  /** Sends a meter event; returns the complete answer. */
  event(form?: string, headers?: Record<string, string>): Test;
  /** A call of a control route. */
  control(method: 'get' | 'post' | 'delete', path: string, body?: object): Test;
}

/** Starts a mock, by default with a clock frozen at START. */
export async function serve(options: MeterMockOptions = {}): Promise<TestServer> {
  const mock = await startMeterMock({ clock: `${START},frozen`, ...options });
  onTestFinished(mock.close);
  const call = keptOpen(mock.url);
  const withKey = (test: Test, headers: Record<string, string> = {}) =>
    test.set({ authorization: `Bearer ${KEY}`, ...headers });
  const post = (path: string, form = '', headers?: Record<string, string>) =>
    withKey(call('post', path), { 'content-type': FORM, ...headers }).send(form);
  return {
    mock,
    url: mock.url,
    call,
    post,
    get: (path, headers) => withKey(call('get', path), headers),
    delete: (path, headers) => withKey(call('delete', path), headers),
    event: (form = EVENT, headers) => post(EVENTS, form, headers),
    control: (method, path, body) => {
      const test = call(method, `/_mock${path}`);
      return body === undefined ? test : test.send(body);
    },
  };
}

/** Calls a server as SDKs do, over connections that stay open: a new one for each costs as much. */
function keptOpen(url: string): TestServer['call'] {
  const connections = new Agent({ keepAlive: true });
  onTestFinished(() => connections.destroy());
  const calls = request(url);
  return (method, path) => calls[method](path).agent(connections);
}
