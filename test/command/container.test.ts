/** A container's health check asks where its server listens, however that was set. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
