/** The health check of a container asks where its server listens, whatever that was told. */
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
])('process 1 is %j', (words, args) => {
  expect(argsOfContainer(CLI, commandLine(...words))).toEqual(args);
});

test('where there is no such file, there are none', () => {
  expect(argsOfContainer(CLI, '/proc/none/cmdline')).toEqual([]);
});
