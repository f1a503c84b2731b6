/**
 * A server over a state that the test has created, so that it can be filled and changed without
 * requests.
 */
import { type Agent, get, type IncomingMessage, request } from 'node:http';
import { onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { ServedVerbs, Verbs } from '../../src/control/verbs.ts';
import { Waiters } from '../../src/control/waiters.ts';
import { createServedVerbs, createVerbs } from '../../src/create-verbs.ts';
import { silentLog } from '../../src/log.ts';
import { readOptions } from '../../src/options.ts';
import { FORM, KEY } from '../helper.ts';
import { ACCOUNT, type EngineUnderTest, engineOf, input } from '../metering/engine-of.ts';

/** A server with its engine, and the library's verbs over the same state. */
export interface StateServer {
  readonly engine: EngineUnderTest;
  readonly verbs: Verbs;
  readonly served: ServedVerbs;
  /** The answer of a control route, as soon as it begins; nothing of it is read yet. */
  open(path: string, agent?: Agent): Promise<IncomingMessage>;
  /** Creates an event and returns the status. */
  create(form: string): Promise<number | undefined>;
  /** Posts a fixture; `answer` rejects if the connection is closed first. */
  load(document: object): { answer: Promise<Answered>; hangUp(): void };
  close(): Promise<unknown>;
}

/** The answer to a POST. */
interface Answered {
  readonly status: number | undefined;
  readonly body: unknown;
}

export async function serveState(
  options: Parameters<typeof engineOf>[0] = {},
): Promise<StateServer> {
  const engine = engineOf(options);
  const { state } = engine;
  const waiters = new Waiters(state.engine, state.feed);
  const served = createServedVerbs(state, undefined, waiters);
  const settings = readOptions({}, { port: 0, logLevel: 'silent' });
  const app = await buildApp(state, served, settings, silentLog);
  await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
  });
  const { port } = app.addresses()[0] as { port: number };
  return {
    engine,
    verbs: createVerbs(state, served),
    served,
    open: (path, agent) => open(port, path, agent),
    create: async (form) => {
      const [answer] = post(port, '/v1/billing/meter_events', FORM, form);
      return (await answer).status;
    },
    load: (document) => {
      const body = JSON.stringify(document);
      const [answer, hangUp] = post(port, '/_mock/fixtures', 'application/json', body);
      answer.catch(() => {}); // some are meant to be closed
      return { answer, hangUp };
    },
    close: () => app.close(),
  };
}

/** Records events, each with at least the given number of bytes. */
export function fill(engine: EngineUnderTest, events: number, bytes = 0): void {
  const note = 'x'.repeat(bytes);
  for (let i = 0; i < events; i++) {
    const event = input(engine, { identifier: `filled_${i}`, customer: `cus_${i % 50}` });
    engine.record(ACCOUNT, { ...event, payload: new Map([...event.payload, ['note', note]]) });
  }
}

/** The text of an answer. Rejects if the connection breaks before its end. */
export async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}

function open(port: number, path: string, agent: Agent | false = false): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ port, path: `/_mock${path}`, agent }, resolve).on('error', reject);
  });
}

function post(port: number, path: string, type: string, body: string) {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': type };
  const outgoing = request({ port, path, method: 'POST', headers, agent: false });
  const answer = new Promise<Answered>((resolve, reject) => {
    outgoing.on('error', reject).on('response', async (response) => {
      resolve({ status: response.statusCode, body: JSON.parse(await textOf(response)) });
    });
  });
  outgoing.end(body);
  return [answer, () => void outgoing.destroy()] as const;
}
