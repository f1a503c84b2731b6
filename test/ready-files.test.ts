/**
 * The files of examples/ci and compose.yaml are YAML, and name variables and ports that exist. The
 * workflows, which cannot run here, are YAML too, and the scripts that they run exist.
 */
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
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

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<string, { readonly needs?: string; readonly steps?: { run?: string; uses?: string }[] }>
  >;
}

const readWorkflow = (name: string) =>
  parse(readFileSync(`.github/workflows/${name}`, 'utf8')) as Workflow;

test.each(readdirSync('.github/workflows'))(
  'workflow %s: the scripts that it runs exist',
  (name) => {
    const { jobs } = readWorkflow(name);
    for (const { needs, steps = [] } of Object.values(jobs)) {
      if (needs !== undefined) expect(Object.keys(jobs)).toContain(needs);
      for (const { run = '' } of steps)
        for (const [script] of run.matchAll(/\.(?:github|ci)\/[\w/-]+/g))
          accessSync(script, script.startsWith('.ci') ? constants.R_OK : constants.X_OK);
    }
  },
);

test('a release has no permissions by default, and pins its actions to commits', () => {
  const { permissions, jobs } = readWorkflow('release.yml');
  expect(permissions).toEqual({});
  const used = Object.values(jobs).flatMap(({ steps = [] }) => steps.map(({ uses }) => uses));
  for (const action of used) expect(action ?? 'none').toMatch(/^none$|@[0-9a-f]{40}$/);
});
