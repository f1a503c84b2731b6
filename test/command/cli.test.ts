/** The command as a process: its output, settings and exit. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { settings } from '../../src/options.ts';
import { EVENT, FORM, KEY } from '../helper.ts';

const CLI = 'dist/cli.cjs';

interface Run {
  readonly child: ChildProcess;
  stdout: string;
  stderr: string;
  /** Exit code or signal. */
  readonly ended: Promise<number | string>;
}

function run(args: readonly string[], env: Record<string, string> = {}): Run {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], { env: { PATH, ...env } });
  const run: Run = {
    child,
    stdout: '',
    stderr: '',
    ended: once(child, 'close').then(([code, signal]) => code ?? signal),
  };
  child.stdout.on('data', (data) => (run.stdout += data));
  child.stderr.on('data', (data) => (run.stderr += data));
  onTestFinished(() => void child.kill('SIGKILL'));
  return run;
}

/** Starts a server and waits for the line that says it is ready. */
async function started(
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Run & { url: string }> {
  const running = run(['--port', '0', ...args], env);
  while (!running.stdout.includes('\n'))
    await Promise.race([
      once(running.child.stdout as never, 'data'),
      running.ended.then(() => Promise.reject(new Error(running.stderr))),
    ]);
  return Object.assign(running, {
    url: running.stdout.trim().replace('stripe-meter-mock ready at ', ''),
  });
}

const post = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/billing/meter_events`, {
    method: 'POST',
    body: EVENT,
    headers: { 'content-type': FORM, authorization: `Bearer ${KEY}`, ...headers },
  });

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  await once(holder.close(), 'close');
  return port;
}

const read = async (url: string, path: string) =>
  (await (await fetch(`${url}/_mock/${path}`)).json()) as Record<string, unknown>;

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('prints one line when ready; SIGTERM ends it with 0 within two seconds', async () => {
  const server = await started();
  expect(server.stdout).toMatch(/^stripe-meter-mock ready at http:\/\/127\.0\.0\.1:\d+\n$/);
  expect((await post(server.url)).status).toBe(200);
  const asked = performance.now();
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(2000);
  expect(server.stdout.split('\n')).toHaveLength(2);
});

test('exits when its standard input closes, but only with --exit-with-parent', async () => {
  const bound = await started(['--exit-with-parent']);
  bound.child.stdin?.end();
  expect(await bound.ended).toBe(0);
  const free = await started();
  free.child.stdin?.end();
  expect((await post(free.url)).status).toBe(200);
});

test('SIGINT lets requests in progress finish', async () => {
  const server = await started();
  const slow = post(server.url, { 'Mock-Fault': 'delay; delay_ms=300' });
  await fetch(`${server.url}/_mock/health`);
  const arrived = async () => (await fetch(`${server.url}/_mock/health`)).ok;
  expect(await arrived()).toBe(true);
  server.child.kill('SIGINT');
  expect((await slow).status).toBe(200);
  expect(await server.ended).toBe(0);
});

test('a request that never ends is aborted within two seconds', async () => {
  const server = await started();
  const stuck = post(server.url, { 'Mock-Fault': 'delay; delay_ms=60000' }).catch(() => 'cut');
  await fetch(`${server.url}/_mock/health`);
  const asked = performance.now();
  server.child.kill('SIGTERM');
  expect([await stuck, await server.ended]).toEqual(['cut', 0]);
  expect(performance.now() - asked).toBeLessThan(2500);
});

test('a second signal exits at once', async () => {
  const server = await started();
  const stuck = post(server.url, { 'Mock-Fault': 'delay; delay_ms=60000' }).catch(() => 'cut');
  await fetch(`${server.url}/_mock/health`);
  server.child.kill('SIGTERM');
  // Refused or answered by now: the first signal has been handled.
  await fetch(server.url).catch(() => {});
  const asked = performance.now();
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(143);
  expect(performance.now() - asked).toBeLessThan(1000);
  expect(await stuck).toBe('cut');
});

test('a port in use: one sentence, exit 1', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  onTestFinished(() => void holder.close());
  const { port } = holder.address() as { port: number };
  const second = run(['--port', `${port}`]);
  expect(await second.ended).toBe(1);
  expect(second.stderr).toBe(
    `stripe-meter-mock: Port ${port} on 127.0.0.1 is in use. Stop the process that listens there, or choose another with --port (0 picks a free one).\n`,
  );
  expect(second.stdout).toBe('');
});

// The sentence for each wrong value: test/command/options.test.ts.
const wrong: [string[], Record<string, string>, RegExp][] = [
  [['--port', 'abc'], {}, /^stripe-meter-mock: --port is "abc"; it must be a whole number/],
  [[], { PORT: 'x' }, /^stripe-meter-mock: PORT is "x"/],
  [
    ['--fixtures', '/nowhere'],
    {},
    /: --fixtures \(METER_MOCK_FIXTURES\): \/nowhere: there is no such file or folder$/m,
  ],
  [
    [],
    { METER_MOCK_STATE: '/nowhere/s.json' },
    /: --state \(METER_MOCK_STATE\): cannot write to the folder of \/nowhere\/s\.json/,
  ],
  [['--colour'], {}, /unknown option '--colour' .*stripe-meter-mock --help/],
  [['--port'], {}, /argument missing/],
  [['frobnicate'], {}, /there is no command frobnicate\./],
];

test.each(wrong)('%j %j says what is wrong, exit 2', async (args, env, message) => {
  const ended = run(args, env);
  expect([await ended.ended, ended.stderr]).toEqual([2, expect.stringMatching(message)]);
  expect(ended.stderr.trim().split('\n')).toHaveLength(1);
});

test('a flag takes precedence over the environment', async () => {
  const server = await started(['--seed', '5'], {
    METER_MOCK_PORT: '1',
    PORT: '2',
    METER_MOCK_SEED: '6',
    METER_MOCK_STRICT: 'true',
  });
  expect((await post(server.url)).status).toBe(400);
  const other = await started([], { METER_MOCK_SEED: '5', METER_MOCK_STRICT: '1' });
  const ids = await Promise.all(
    [server, other].map(async ({ url }) => (await post(url)).headers.get('request-id')),
  );
  expect(ids[0]).not.toBe(ids[1]); // the second request of one, the first of the other
  expect((await post(other.url)).headers.get('request-id')).toBe(ids[0]);
});

test('every setting has a flag, a METER_MOCK_ variable and a line of help', async () => {
  const help = run(['--help']);
  expect(await help.ended).toBe(0);
  for (const { flag, env } of Object.values(settings)) {
    expect(help.stdout).toContain(flag);
    expect(env[0]).toMatch(/^METER_MOCK_[A-Z_]+$/);
    expect(help.stdout.replace(/\s+/g, ' ')).toContain(env.join(', '));
  }
});

/** What a server with all settings of the next test does. */
async function behaviour(url: string) {
  const authorization = 'Bearer long-enough';
  const asked = async (path: string, host = 'meter-mock:12111') => {
    const { default: request } = await import('supertest');
    return request(url).get(`/_mock/${path}`).set({ host, authorization });
  };
  const live = { authorization: 'Bearer sk_live_abc' };
  const elsewhere = url.replace('127.0.0.1', '127.0.0.2'); // reached only if all addresses listen
  return {
    status: (await post(elsewhere, live)).status,
    withoutToken: (await fetch(`${url}/_mock/clock`)).status,
    unknownHost: (await asked('clock', 'evil.example')).status,
    clock: (await asked('clock')).body.now,
    customers: (await asked('health')).body.customers,
    eventsDropped: (await asked('meter_events')).body.dropped,
    requestsDropped: (await asked('requests')).body.dropped,
    usage: (await asked('usage')).body.data,
  };
}

test('flags and variables do the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'meter-mock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [json, yaml] = [join(folder, 'seed.json'), join(folder, 'seed.yaml')];
  writeFileSync(json, '{"customers": [{}, {}]}');
  writeFileSync(yaml, 'customers:\n  - {}\n  - {}\n');
  const byFlags = await started([
    ...['--allow-live-keys', '--host', '0.0.0.0', '--allow-host', 'meter-mock,other'],
    ...['--control-token', 'long-enough', '--clock', '2030-01-01T00:00:00Z,frozen'],
    ...['--fixtures', json, '--summary-lag', '60'],
    ...['--retain', '0', '--retain-requests', '0', '--log-level', 'silent'],
  ]);
  const byVariables = await started([], {
    METER_MOCK_ALLOW_LIVE_KEYS: 'true',
    METER_MOCK_HOST: '0.0.0.0',
    METER_MOCK_ALLOW_HOST: 'meter-mock',
    METER_MOCK_CONTROL_TOKEN: 'long-enough',
    METER_MOCK_CLOCK: '1893456000,frozen',
    METER_MOCK_FIXTURES: yaml,
    METER_MOCK_SUMMARY_LAG: '60',
    METER_MOCK_RETAIN: '0',
    METER_MOCK_RETAIN_REQUESTS: '0',
    METER_MOCK_LOG_LEVEL: 'silent',
  });
  for (const server of [byFlags, byVariables]) {
    expect(await behaviour(server.url)).toEqual({
      status: 200,
      withoutToken: 401,
      unknownHost: 403,
      clock: '2030-01-01T00:00:00.000Z',
      customers: 2,
      eventsDropped: 1,
      requestsDropped: 1,
      usage: [], // the summary lag has not passed
    });
    server.child.kill('SIGTERM');
    await server.ended;
    expect(server.stderr).toBe('');
  }
});

test('--no-control and its variable leave no control route', async () => {
  for (const server of [
    await started(['--no-control']),
    await started([], { METER_MOCK_CONTROL: 'false' }),
  ])
    expect((await fetch(`${server.url}/_mock/health`)).status).toBe(404);
});

test('logs JSON lines on stderr, one per request, without keys', async () => {
  const server = await started();
  await post(server.url, {
    authorization: 'Bearer sk_test_secretsecretsecret_one',
    'Idempotency-Key': 'k',
  });
  await post(server.url, {
    authorization: 'Bearer sk_test_secretsecretsecret_one',
    'Idempotency-Key': 'k',
  });
  await post(server.url, { authorization: 'sk_test_topsecretvalue' });
  await fetch(`${server.url}/v1/foo`);
  await fetch(`${server.url}/v1/customers/sk_test_topsecretvalue`, {
    headers: { authorization: 'Bearer sk_test_one_key' },
  });
  await fetch(`${server.url}/v1/sk_test_topsecretvalue`);
  server.child.kill('SIGTERM');
  await server.ended;
  const log = lines(server.stderr);
  const requests = log.filter(({ msg }) => msg === 'request');
  expect(requests).toMatchObject([
    {
      level: 'info',
      method: 'POST',
      path: '/v1/billing/meter_events',
      status: 200,
      account: 'secretsecretsecret',
      replayed: false,
      ms: expect.any(Number),
      request_id: expect.stringMatching(/^req_/),
    },
    { status: 200, replayed: true },
    { status: 401, error: expect.stringContaining('sk_test_**********alue') },
    { status: 404, path: '/v1/foo' },
    { status: 404, path: '/v1/customers/sk_test_**********alue' },
    { status: 404, path: '/v1/sk_test_**********alue' },
  ]);
  expect(log).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      msg: expect.stringMatching(
        /^no meter has event name "ai_search_api" in account secretsecretsecret: created mtr_/,
      ),
    }),
  );
  expect(log).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      msg: expect.stringMatching(
        /^GET \/v1\/foo is no route of Stripe's .* This server has: POST \/v1\/billing\/meter_events, /,
      ),
    }),
  );
  expect(server.stderr).not.toContain('topsecret');
});

test('healthcheck: 0 when ready, 1 with a reason when not', async () => {
  const server = await started();
  const { port } = new URL(server.url);
  expect(await run(['healthcheck', '--port', port]).ended).toBe(0);
  expect(
    await run(['healthcheck'], { METER_MOCK_PORT: port, METER_MOCK_HOST: '0.0.0.0' }).ended,
  ).toBe(0);
  server.child.kill('SIGTERM');
  await server.ended;
  const unready = run(['healthcheck', '--port', port]);
  expect([await unready.ended, unready.stderr]).toEqual([
    1,
    expect.stringMatching(
      /^stripe-meter-mock: 127\.0\.0\.1:\d+ is not ready: connect ECONNREFUSED/,
    ),
  ]);
});

test('exec: gives the child the mock’s address, passes on its output and exit code', async () => {
  const script = `const { STRIPE_API_BASE: base, STRIPE_METER_EVENTS_BASE: stream, STRIPE_MOCK_HOST: host, STRIPE_MOCK_PORT: port } = process.env;
    fetch(base + '/_mock/health').then(async (r) => { console.log(JSON.stringify([base === 'http://' + host + ':' + port && stream === base, (await r.json()).status])); console.error('bye'); process.exit(7); });`;
  const ended = run(['exec', '--', process.execPath, '-e', script]);
  expect([await ended.ended, ended.stdout, ended.stderr]).toEqual([
    7,
    '[true,"ok"]\n',
    expect.stringMatching(/^bye\n/),
  ]);
});

test('exec: the child gets the control token; METER_MOCK_PORT is used, PORT is not', async () => {
  const script =
    'const { METER_MOCK_CONTROL_TOKEN: token, STRIPE_MOCK_PORT: port } = process.env;' +
    'console.log(token, port)';
  const child = ['--', process.execPath, '-e', script];
  const taken = await freePort();
  const ended = run(['exec', '--control-token', 'long-enough', ...child], {
    METER_MOCK_PORT: `${taken}`,
    PORT: '1',
  });
  expect([await ended.ended, ended.stdout]).toEqual([0, `long-enough ${taken}\n`]);
  const other = run(['exec', ...child], { PORT: '1' });
  expect([await other.ended, other.stdout]).toEqual([
    0,
    expect.stringMatching(/^undefined \d+\n$/),
  ]);
});

test('exec: settings before -- are the server’s, arguments after it the child’s', async () => {
  const ended = run([
    'exec',
    '--strict',
    '--seed',
    '1',
    '--',
    process.execPath,
    '-p',
    'process.argv.slice(1).join()',
    '--',
    '--strict',
    '--port',
  ]);
  expect([await ended.ended, ended.stdout]).toEqual([0, '--strict,--port\n']);
});

test('exec: the child reads the standard input of exec', async () => {
  const running = run(['exec', '--', process.execPath, '-e', 'process.stdin.pipe(process.stdout)']);
  running.child.stdin?.end('line\n');
  expect([await running.ended, running.stdout]).toEqual([0, 'line\n']);
});

test('exec: forwards a signal to the child, and exits with its status', async () => {
  const running = run([
    'exec',
    '--',
    process.execPath,
    '-e',
    'process.on("SIGTERM", () => process.exit(9)); console.log("up"); setInterval(() => {}, 1000)',
  ]);
  await once(running.child.stdout as never, 'data');
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(9);
});

test('exec: reports a child killed by a signal, and one that cannot start', async () => {
  expect(
    await run(['exec', '--', process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")']).ended,
  ).toBe(137);
  const missing = run(['exec', '--', 'no-such-command']);
  expect([await missing.ended, missing.stderr]).toEqual([
    127,
    'stripe-meter-mock: cannot start no-such-command: spawn no-such-command ENOENT\n',
  ]);
  const unexecutable = run(['exec', '--', './package.json']);
  expect([await unexecutable.ended, unexecutable.stderr]).toEqual([
    126,
    expect.stringMatching(/EACCES/),
  ]);
});

test('--version prints the version', async () => {
  const ended = run(['--version']);
  expect([await ended.ended, ended.stdout]).toEqual([
    0,
    expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  ]);
});

test('startup uses V8’s code cache from the build, and works without it', async () => {
  const script = new Script(readFileSync('dist/command.cjs', 'latin1'), {
    filename: 'dist/command.cjs',
    cachedData: readFileSync('dist/command.cjs.cache'),
  });
  expect(script.cachedDataRejected).toBe(false);
  const folder = mkdtempSync(join(tmpdir(), 'meter-mock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyFileSync('package.json', join(folder, 'package.json'));
  mkdirSync(join(folder, 'dist'));
  for (const file of ['dist/cli.cjs', 'dist/command.cjs']) copyFileSync(file, join(folder, file));
  const child = spawn(process.execPath, [join(folder, 'dist/cli.cjs'), '--version']);
  const [data] = await once(child.stdout, 'data');
  expect(`${data}`.trim()).toBe(
    (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version,
  );
});

test('a start loads one bundle; only exec loads what exec alone needs', async () => {
  const hook = join(mkdtempSync(join(tmpdir(), 'meter-mock-')), 'hook.cjs');
  onTestFinished(() => rmSync(dirname(hook), { recursive: true }));
  writeFileSync(hook, "process.on('exit', () => console.log(...Object.keys(require.cache)))");
  const loadedBy = (...args: string[]) => {
    const { stdout } = spawnSync(process.execPath, ['--require', hook, CLI, ...args], {
      encoding: 'utf8',
      input: '',
      timeout: 20_000,
    });
    return (stdout.trim().split('\n').at(-1) as string).split(' ').map((path) => basename(path));
  };
  const start = ['hook.cjs', 'cli.cjs', 'package.json'];
  expect(loadedBy('--port', '0', '--exit-with-parent')).toEqual(start);
  const exec = loadedBy('exec', '--', process.execPath, '-e', '');
  expect(exec).toEqual([...start, 'cross-spawn.cjs']);
});

test('warns about a variable that no setting reads, suggests the nearest, and starts', async () => {
  const server = await started([], {
    METER_MOCK_ALLOW_HOSTS: 'mock',
    METER_MOCK_PORT_12111_TCP_ADDR: '10.0.0.1',
  });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(Buffer.from('16030100c8010000c40303', 'hex'));
  await once(socket, 'data');
  server.child.kill('SIGTERM');
  await server.ended;
  expect(lines(server.stderr)).toMatchObject([
    {
      level: 'warn',
      msg:
        'METER_MOCK_ALLOW_HOSTS is not a setting (did you mean METER_MOCK_ALLOW_HOST?): it has ' +
        'no effect',
    },
    { level: 'info', msg: expect.stringMatching(/^see what arrives at http:/) },
    { level: 'warn', msg: expect.stringMatching(/^A client spoke TLS to this port, .*http:\/\//) },
  ]);
});

test.each([
  ['', 'sent no request'],
  [
    "require('node:net').connect(STRIPE_MOCK_PORT, STRIPE_MOCK_HOST, process.exit)",
    'connected but sent no HTTP request',
  ],
  [
    "fetch(STRIPE_API_BASE + '/_mock/reset', { method: 'POST' })",
    "called only this server's own routes (/_mock, /healthcheck), and none of Stripe's",
  ],
])('exec: ends with one line if nothing called Stripe’s API: %s', async (script, came) => {
  const child = `const { STRIPE_API_BASE, STRIPE_MOCK_HOST, STRIPE_MOCK_PORT } = process.env;`;
  const ended = run(['exec', '--', process.execPath, '-e', child + script]);
  expect(await ended.ended).toBe(0);
  expect(lines(ended.stderr)).toMatchObject([
    {
      msg: expect.stringMatching(
        /^the command .*: no SDK reads STRIPE_API_BASE by itself\. .* was http:\/\/127\.0\.0\.1:\d+;/,
      ),
    },
  ]);
  expect(ended.stderr).toContain(`the command ${came}: no SDK`);
});

test('the last lines are written before it exits, even if each write is slow to begin', async () => {
  const slow = `const fs = require('node:fs'); const { write } = fs;
    fs.write = (...all) => setImmediate(() => write(...all));`;
  const preload = join(mkdtempSync(join(tmpdir(), 'meter-mock-')), 'slow.cjs');
  writeFileSync(preload, slow);
  const env = { NODE_OPTIONS: `--require ${preload}` };
  const ended = run(['exec', '--', process.execPath, '-e', '0'], env);
  expect(await ended.ended).toBe(0);
  expect(lines(ended.stderr)).toHaveLength(1);
});

test('exec: counts a request that is not answered yet when the command ends', async () => {
  const script = `fetch(process.env.STRIPE_API_BASE + '/v1/billing/meters', {
    headers: { authorization: 'Bearer ${KEY}', 'Mock-Fault': 'delay; delay_ms=60000' } })
      .catch(() => {}); // the server closes
    const health = () => fetch(process.env.STRIPE_API_BASE + '/_mock/health');
    health().then(health).then(() => process.exit(0))`;
  const ended = run(['exec', '--', process.execPath, '-e', script]);
  expect([await ended.ended, ended.stderr]).toEqual([0, '']);
});

test('exec: ends with one line that names the meters that events created', async () => {
  const script = `(async () => {
    for (const name of ['a', 'b', 'a'])
      await fetch(process.env.STRIPE_API_BASE + '/v1/billing/meter_events', {
        method: 'POST',
        headers: { authorization: 'Bearer ${KEY}' },
        body: new URLSearchParams({
          event_name: name, 'payload[value]': 1, 'payload[stripe_customer_id]': 'cus_1' }),
      });
  })()`;
  const busy = run(['exec', '--', process.execPath, '-e', script]);
  expect(await busy.ended).toBe(0);
  expect(lines(busy.stderr)).toMatchObject([
    {
      msg: expect.stringMatching(
        /^events created 2 meters, each with the sum of "value": "a", "b"\. /,
      ),
    },
  ]);
});

test('--state: saves at SIGTERM, and the next server loads it', async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'meter-mock-')), 'state.json');
  const first = await started(['--state', state]);
  expect((await post(first.url)).status).toBe(200);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  const second = await started([], { METER_MOCK_STATE: state });
  expect((await read(second.url, 'health'))['events']).toBe(1);
});
