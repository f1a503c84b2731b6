/**
 * In a container: the health check asks where the server listens, however that was set; nothing is
 * written; and a fixture can come from a variable, a mount or a request.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { argsOfContainer } from '../../src/command/container.ts';

const CLI = '/app/dist/cli.cjs';

function commandLine(...words: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'meter-mock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'cmdline');
  writeFileSync(file, words.map((word) => `${word}\0`).join(''));
  return file;
}

test.each([
  [['node', CLI], []],
  [
    ['node', CLI, '--port', '9000'],
    ['--port', '9000'],
  ],
  [['/sbin/docker-init', '--', 'node', CLI, '--strict'], ['--strict']],
  [['node', '/app/other.cjs', '--port', '9000'], []],
  [['/sbin/init'], []],
])('reads the arguments of process 1, %j', (words, args) => {
  expect(argsOfContainer(CLI, commandLine(...words))).toEqual(args);
});

test('returns no arguments if there is no such file', () => {
  expect(argsOfContainer(CLI, '/proc/none/cmdline')).toEqual([]);
});

/** Makes Node refuse to write any file, as with a read-only root. */
const READ_ONLY = [
  process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission',
  '--allow-fs-read=*',
  ...(process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : []),
];

/** Starts the command where nothing can be written, with the variables of the image. */
async function startedReadOnly(env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['--no-warnings', ...READ_ONLY, 'dist/cli.cjs'], {
    env: { METER_MOCK_HOST: '0.0.0.0', METER_MOCK_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [ready] = (await once(child.stdout, 'data')) as [Buffer];
  return `${ready}`.trim().replace('stripe-meter-mock ready at ', '');
}

function mountedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meter-mock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyFileSync('fixtures/ai-tokens.yaml', join(folder, 'seed.yaml'));
  return folder;
}

test.each([
  ['a variable', () => ({ METER_MOCK_FIXTURES: 'fixtures/ai-tokens.yaml' })],
  ['a mounted folder', () => ({ METER_MOCK_FIXTURES: mountedFolder() })],
  ['a request', () => ({})],
])('serves from a read-only root, seeded by %s', async (by, env) => {
  const url = await startedReadOnly({ METER_MOCK_LOG_LEVEL: 'error', ...env() });
  if (by === 'a request') {
    const body = JSON.stringify({ customers: [{ id: 'cus_1' }] });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${url}/_mock/fixtures`, { method: 'POST', headers, body });
  }
  const answer = await fetch(`${url}/v1/customers`, {
    headers: { authorization: 'Bearer sk_test_123' },
  });
  const { data } = (await answer.json()) as { data: object[] };
  expect(data.length).toBeGreaterThan(0);
  expect((await fetch(`${url}/_mock/`)).status).toBe(200);
});

test('a read-only root only prevents saving the state', async () => {
  const state = join(mountedFolder(), 'state.json');
  const url = await startedReadOnly({ METER_MOCK_LOG_LEVEL: 'error', METER_MOCK_STATE: state });
  const answer = await fetch(`${url}/_mock/state`, { method: 'POST' });
  expect(await answer.json()).toMatchObject({
    error: {
      message: expect.stringMatching(
        /^The state could not be saved to .*state\.json, the file of --state: /,
      ),
    },
  });
});
