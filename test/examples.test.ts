/** Runs the examples in the docs that are not vitest files, as their users run them. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const run = (...command: string[]) =>
  spawnSync(process.execPath, command, { encoding: 'utf8', timeout: 20_000 });

test('examples/curl.sh passes under exec', () => {
  const { status, stdout, stderr } = run(
    'dist/cli.cjs',
    'exec',
    '--log-level',
    'silent',
    '--',
    'sh',
    'examples/curl.sh',
  );
  expect([status, stderr, stdout.match(/^ok: /gm)?.length]).toEqual([0, '', 7]);
});

test('examples/node-test.mjs passes with node:test', () => {
  const { status, stdout } = run('--test', 'examples/node-test.mjs');
  expect([status, stdout]).toEqual([0, expect.stringMatching(/pass 1/)]);
});

test('examples/compose/app.mjs passes with a server that is called by name', () => {
  const { status, stdout } = run(
    'dist/cli.cjs',
    'exec',
    '--log-level',
    'silent',
    '--',
    process.execPath,
    'examples/compose/app.mjs',
  );
  expect([status, stdout]).toEqual([0, '200 billing.meter_event\n200 1\n']);
});
