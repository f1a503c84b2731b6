/** `exec`: how it starts a command on Windows, which signals it forwards. The rest: cli.test.ts. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { signalsFor } from '../../src/command/exec.ts';

/** A folder with what a project on Windows has, and a cmd.exe that only says what it was given. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meter-mock-'));
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  for (const file of ['npm.cmd', 'npm', 'build.bat', 'node_modules/.bin/vitest.cmd'])
    writeFileSync(join(folder, file), '');
  const said = '#!/bin/sh\nfor word; do echo "$word"; done\nexit "$CMD_EXIT"\n';
  writeFileSync(join(folder, 'cmd.exe'), said, { mode: 0o755 });
  symlinkSync(process.execPath, join(folder, 'node.exe'));
  writeFileSync(
    join(folder, 'windows.cjs'),
    "Object.defineProperty(process, 'platform', { value: 'win32' });",
  );
  return () => rmSync(folder, { recursive: true });
});

/** Runs `exec` as if on Windows: what cmd.exe, or the program itself, was given, and the end. */
function execOnWindows(words: readonly string[], cmdExit = 0) {
  const command = ['--require', join(folder, 'windows.cjs'), 'dist/cli.cjs', 'exec'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...command, '--log-level', 'silent', '--', ...words],
    {
      encoding: 'utf8',
      timeout: 20_000,
      env: {
        Path: `C:\\Windows;${folder};${folder}/node_modules/.bin`,
        PATHEXT: '.com;.exe;.bat;.cmd',
        comspec: join(folder, 'cmd.exe'),
        CMD_EXIT: `${cmdExit}`,
      },
    },
  );
  return { status, given: stdout.trimEnd().split('\n'), stderr };
}

test.each([
  [['npm', 'test'], '"npm ^"test^""'],
  [['build', 'a b', '50%', '"&|'], '"build ^"a^ b^" ^"50^%^" ^"\\^"^&^|^""'],
  [['vitest', 'a&b'], '"vitest ^^^"a^^^&b^^^""'], // its cmd-shim is another cmd.exe
  [['./node_modules/.bin/vitest'], '"node_modules/.bin/vitest"'],
])('exec on Windows: cmd.exe runs %j', (words, line) => {
  expect(execOnWindows(words, 3)).toEqual({
    status: 3,
    given: ['/d', '/s', '/c', line],
    stderr: '',
  });
});

test('exec on Windows: a program is started without cmd.exe, its words as they are', () => {
  expect(execOnWindows(['node', '-p', '"a & b"'])).toEqual({
    status: 0,
    given: ['a & b'],
    stderr: '',
  });
});

test('exec on Windows: cmd.exe’s 1 is a missing command, 127, or else the exit code', () => {
  expect(execOnWindows(['no-such-command'], 1)).toMatchObject({
    status: 127,
    stderr: 'stripe-meter-mock: cannot start no-such-command: spawn no-such-command ENOENT\n',
  });
  expect(execOnWindows(['npm', 'test'], 1)).toMatchObject({ status: 1, stderr: '' });
});

test.each([
  ['linux', false, ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'], []],
  ['darwin', true, ['SIGTERM', 'SIGHUP', 'SIGUSR2'], ['SIGINT', 'SIGQUIT']],
  ['win32', true, [], ['SIGINT', 'SIGBREAK', 'SIGHUP']],
  ['win32', false, [], ['SIGINT', 'SIGBREAK', 'SIGHUP']],
] as const)('exec: signals on %s, terminal %s', (platform, onTerminal, forwarded, left) => {
  expect(signalsFor(platform, onTerminal)).toEqual({ forwarded, left });
});
