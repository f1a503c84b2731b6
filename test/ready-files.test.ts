/** The files of examples/ci and compose.yaml are YAML, and name variables and ports that exist. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { settings } from '../src/options.ts';

const files = ['compose.yaml', ...readdirSync('examples/ci').map((name) => `examples/ci/${name}`)];
const variables: readonly string[] = Object.values(settings).flatMap(({ env }) => env);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

test.each(files)('%s is valid', (file) => {
  const text = readFileSync(file, 'utf8');
  for (const document of parseAllDocuments(text)) expect(document).toMatchObject({ errors: [] });
  for (const [variable] of text.matchAll(/METER_MOCK_\w+/g)) expect(variables).toContain(variable);
  expect(text).toMatch(/\b12111\b/);
  for (const [, tag] of text.matchAll(/stripe-meter-mock:(\d+\.\d+\.\d+)/g))
    expect(tag).toBe(version);
});
