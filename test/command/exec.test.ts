/** `exec`: starting commands on Windows, and forwarding signals. The rest is in cli.test.ts. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { signalsFor } from '../../src/command/exec.ts';

/** A folder like a project on Windows, with a cmd.exe that only prints its arguments. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meter-mock-'));
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  for (const file of ['npm.cmd', 'npm', 'build.bat', 'node_modules/.bin/vitest.cmd'])
    writeFileSync(join(folder, file), '');
  const script = '#!/bin/sh\nfor word; do echo "$word"; done\nexit "$CMD_EXIT"\n';
  writeFileSync(join(folder, 'cmd.exe'), script, { mode: 0o755 });
  symlinkSync(process.execPath, join(folder, 'node.exe'));
  writeFileSync(
    join(folder, 'windows.cjs'),
    "Object.defineProperty(process, 'platform', { value: 'win32' });",
  );
  return () => rmSync(folder, { recursive: true });
});

/** Runs `exec` as if on Windows; returns what cmd.exe or the program got, and the exit code. */
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

test('exec on Windows: a program starts without cmd.exe, with its arguments unchanged', () => {
  expect(execOnWindows(['node', '-p', '"a & b"'])).toEqual({
    status: 0,
    given: ['a & b'],
    stderr: '',
  });
});

test('exec on Windows: 1 from cmd.exe is 127 if the command does not exist, or else 1', () => {
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
