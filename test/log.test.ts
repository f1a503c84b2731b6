/** The log says what happened to whom, in a line for people and as facts for programs. */
import { expect, onTestFinished, test } from 'vitest';
import type { Log } from '../src/log.ts';
import { readOptions } from '../src/options.ts';
import { factsOf, shortLine } from '../src/request-line.ts';
import { startServer } from '../src/server.ts';
import { EVENT, FORM, KEY } from './helper.ts';

async function logged(options: object = {}) {
  const lines: string[] = [];
  const facts: object[] = [];
  const say = (message: unknown) => void lines.push(String(message));
  const log = {
    debug: say,
    info: say,
    warn: say,
    error: say,
    isLevelEnabled: () => true,
    request: (exchange, ending) => {
      lines.push(shortLine(exchange, ending, false).replace(/ [\d.]+ms$/, ''));
      facts.push(factsOf(exchange, ending));
    },
  } as Log;
  const { url, verbs, close } = await startServer(
    readOptions({ port: 0, clock: '2026-01-31T12:00:00Z,frozen', ...options }),
    log,
  );
  onTestFinished(close);
  lines.length = 0; // drops the line with the page's address
  const post = async (path: string, body = '', headers: Record<string, string> = {}) => {
    const authorization = `Bearer ${KEY}`;
    await fetch(url + path, {
      method: 'POST',
      body,
      headers: { authorization, 'content-type': FORM, ...headers },
    });
    return lines.at(-1);
  };
  return {
    lines,
    facts,
    verbs,
    post,
    event: (form: string, headers?: Record<string, string>) =>
      post('/v1/billing/meter_events', form, headers),
  };
}

test('says of an event: counted, duplicate, replayed, invalid, refused, not recorded', async () => {
  const { event, facts, verbs } = await logged();
  const key = { 'Idempotency-Key': 'k' };
  expect(await event(`${EVENT}&identifier=a`, key)).toBe(
    'POST meter_events 200 counted ai_search_api cus_1 +25',
  );
  expect(facts).toEqual([
    {
      did: 'counted',
      event_name: 'ai_search_api',
      customer: 'cus_1',
      value: '25',
      identifier: 'a',
    },
  ]);
  expect(await event(`${EVENT}&identifier=a`, key)).toMatch(
    /^POST meter_events 200 replayed req_\w+$/,
  );
  expect(await event(`${EVENT}&identifier=a`)).toBe(
    'POST meter_events 400 duplicate ai_search_api cus_1 ' +
      'An event already exists with identifier a.',
  );
  expect(await event('event_name=ai_search_api&payload[value]=1')).toBe(
    'POST meter_events 200 invalid: meter_event_no_customer_defined ai_search_api',
  );
  expect(await event('payload[value]=1')).toBe(
    'POST meter_events 400 refused Missing required param: event_name.',
  );
  verbs.faults.arm({ effect: 'success_without_recording' });
  expect(await event(EVENT)).toBe(
    'POST meter_events 200 not recorded ai_search_api cus_1 +25 fault success_without_recording',
  );
  expect(await event(EVENT, { authorization: 'Bearer sk_test_bob_x' })).toBe(
    'POST meter_events 200 counted ai_search_api cus_1 +25 (bob)',
  );
});

test('shows the id of any other object, and masks keys', async () => {
  const { post, lines } = await logged();
  expect(await post('/v1/customers', 'name=Ada')).toMatch(/^POST customers 200 done cus_\w+$/);
  await post('/v1/customers/sk_test_topsecretvalue');
  expect(lines.join()).not.toContain('topsecret');
});

test('a long error is cut without leaving part of a key', async () => {
  const { event, lines, verbs } = await logged();
  for (let before = 160; before < 310; before += 3) {
    const body = `${'x'.repeat(before)} sk_test_topsecretvalue`;
    verbs.faults.arm({ effect: 'respond', status: 400, body });
    await event(EVENT);
    const name = `${'x'.repeat(before - 40)}_sk_test_topsecretvalue`;
    await event(`event_name=calls&${name}=1`);
  }
  expect(lines.join()).not.toMatch(/top|opse|secr/);
});

test('logs faults, clock moves, resets and loads', async () => {
  const { lines, verbs, event } = await logged();
  verbs.faults.arm({ effect: 'rate_limit', match: { account: 'default' } });
  await event(EVENT);
  await verbs.clock.advance(60);
  await verbs.clock.move({ frozen: false }, { account: 'bob' });
  await verbs.loadFixtures({ customers: [{}, {}] });
  verbs.reset({ account: 'bob' });
  verbs.reset();
  expect(lines).toMatchObject([
    'fault armed: fault_1 rate_limit for account default',
    'fault fired: fault_1 rate_limit for account default, 1 of 1',
    expect.stringMatching(/^POST meter_events 429 refused fault rate_limit Testmode request rate/),
    'the common clock was put to 2026-01-31T12:01:00.000Z, where it stands still',
    expect.stringMatching(/^the clock of account bob was put to .* stands still$/),
    expect.stringMatching(/^the clock of account bob was put to .*Z$/),
    'fixtures were loaded: 2 customers',
    'account bob was reset',
    'fault removed: fault_1 rate_limit for account default',
    'everything was reset',
  ]);
});
