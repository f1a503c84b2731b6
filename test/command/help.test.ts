/** `--help`: each command shows its own settings, their defaults, two examples and a link. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { settings } from '../../src/options.ts';

const ALL: string[] = Object.values(settings).map(({ flag }) => flag);
const SERVE = [...ALL, '--exit-with-parent'];

function help(...command: string[]): string {
  const args = ['dist/cli.cjs', ...command, '--help'];
  return execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 });
}

test.each([
  [[], SERVE, 'Default: 12111. (METER_MOCK_PORT, PORT)'],
  [['serve'], SERVE, 'Default: info. (METER_MOCK_LOG_LEVEL)'],
  [['exec'], ALL, 'The port to listen on; 0 picks a free one. Default: a free one.'],
  [['healthcheck'], ['--port <number>', '--host <address>'], 'Default: 12111.'],
] as const)('of %j', (command, flags, sentence) => {
  const text = help(...command);
  const shown = [...text.matchAll(/^ {2}(--(?:no-)?[a-z-]+(?: <\w+>)?)/gm)].map(([, flag]) => flag);
  expect(shown).toEqual(flags);
  const words = text.replace(/\s+/g, ' ');
  expect(words).toContain(sentence);
  expect(text.split('Examples:')[1]?.match(/^ {2}stripe-meter-mock/gm)).toHaveLength(2);
  const link = /Documentation: (\S+)\n$/.exec(text)?.[1] as string;
  expect(link.startsWith('https:') || existsSync(fileURLToPath(link))).toBe(true);
});

test('exec does not list PORT; help names the log levels and the format of the clock', () => {
  const words = help('exec').replace(/\s+/g, ' ');
  expect(words).toContain('Default: a free one. (METER_MOCK_PORT) ');
  expect(words).toContain('debug, info, warn, error or silent. Default: warn.');
  expect(words).toContain('as in 2026-01-01T00:00:00Z,frozen. Default: real time.');
});
