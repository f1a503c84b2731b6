/** The README and the pages of docs/ match the code and the examples. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { endpointsOf } from '../src/app.ts';
import { ownRoutes } from '../src/control/own-routes.ts';
import { controlRoutes } from '../src/control/routes.ts';
import * as library from '../src/index.ts';
import { defaultOf, type Options, readOptions, settings } from '../src/options.ts';
import { effects } from '../src/stripe/faults/effects.ts';
import { serve } from './helper.ts';
import { stateOf } from './metering/engine-of.ts';

const readme = readFileSync('README.md', 'utf8');
const settingsPage = readFileSync('docs/settings.md', 'utf8');
const controlsPage = readFileSync('docs/controls.md', 'utf8');
const faultsPage = readFileSync('docs/faults.md', 'utf8');

/** The README, and the pages of docs/, handwritten and generated. */
const pages = [
  'README.md',
  ...['docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

/** The files that a page shows in full, with the text it shows. */
function shownIn(page: string): { file: string; text: string }[] {
  const found = readFileSync(page, 'utf8').matchAll(/<!-- (\S+\.\w+) -->\n```\w+\n(.*?)\n```/gs);
  return [...found].map(([, file = '', text = '']) => ({ file, text }));
}

test.each(pages)('%s: every snippet and example equals the file that it names', (page) => {
  for (const { file, text } of shownIn(page)) {
    expect(text, file).toBe(readFileSync(file, 'utf8').trimEnd());
  }
});

test('every example is shown exactly once', () => {
  const shown = pages.flatMap(shownIn).map(({ file }) => file);
  expect(new Set(shown).size).toBe(shown.length);
  const examples = readdirSync('examples', { withFileTypes: true }).filter((each) => each.isFile());
  for (const { name } of examples) expect(shown).toContain(`examples/${name}`);
});

test.each(pages)('%s: every link to a file or a heading works', (page) => {
  for (const [, target = ''] of readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target)) continue;
    const [path = '', heading] = target.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    expect(existsSync(file), target).toBe(true);
    if (heading !== undefined) expect(headingsOf(file), target).toContain(heading);
  }
});

/** The anchors that GitHub gives headings. */
function headingsOf(file: string): string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('the table of settings matches the settings', () => {
  const rows = Object.entries(settings).map(([name, { flag, env, help }]) => {
    const variables = env.map((variable) => `\`${variable}\``).join(', ');
    return `| \`${flag}\` | ${variables} | ${defaultOf(name as keyof Options)} | ${help} |`;
  });
  expect(settingsPage).toContain(`| --- | --- | --- | --- |\n${rows.join('\n')}\n\n`);
});

test('editors and --help show the same text for a setting', () => {
  const fieldsOf = (file: string, from: string) => {
    const source = readFileSync(file, 'utf8');
    return source.slice(source.indexOf(from), source.indexOf('\n}\n', source.indexOf(from)));
  };
  const fields =
    fieldsOf('src/options.ts', 'export interface MeterMockOptions') +
    fieldsOf('src/webhook-settings.ts', 'export interface WebhookSettings');
  const shown = [...fields.matchAll(/\/\*\*(.*?)\*\/\s*readonly (\w+)\?:/gs)].map(
    ([, comment = '', name]) => [name, comment.replace(/\s*\n\s*\*?\s*/g, ' ').trim()],
  );
  const texts = Object.entries(settings).map(([name, { help }]) => [
    name,
    `${help} Default: ${defaultOf(name as keyof Options)}.`,
  ]);
  expect(Object.fromEntries(shown)).toMatchObject(Object.fromEntries(texts));
});

test('the table of control routes has those that are served, and every effect is in its own', () => {
  const cells = [...controlsPage.matchAll(/^\| (`[A-Z]+ \/_mock.*?) \|/gm)].join();
  const shown = [...cells.matchAll(/`(?:DELETE|GET|POST) \/_mock.*?`/g)].map(([route]) => route);
  const served = [...controlRoutes, ...ownRoutes].map(
    ({ method, path }) => `\`${method} /_mock${path}\``,
  );
  expect([...new Set(shown)].sort()).toEqual(served.sort());
  for (const { name: effect } of effects) expect(faultsPage).toContain(`| \`${effect}\` |`);
});

test('every served endpoint is in the table, and its resource on the front page', () => {
  const options = readOptions({});
  const lines = readFileSync('docs/endpoints.md', 'utf8').split('\n');
  for (const { method, path } of endpointsOf(stateOf(), options)) {
    const action = /(?<=:id)\/\w+$/.exec(path)?.[0] ?? '';
    const named = (line: string) =>
      line.includes(path) || (action !== '' && line.includes(`\`${action}\``));
    expect(lines.filter(named).join(), `${method} ${path}`).toContain(method);
    expect(readme).toContain(path.split('/:')[0]);
  }
});

test('every function and error that the package exports is named in the docs', () => {
  const docs = pages.map((page) => readFileSync(page, 'utf8')).join();
  for (const name of Object.keys(library)) expect(docs, name).toContain(name);
});

test('the curl command of the README works unchanged', async () => {
  const { mock } = await serve();
  const command = /```sh\n(curl http:\/\/127\.0\.0\.1:12111\/v1.*?)```/s.exec(
    readme,
  )?.[1] as string;
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-c', command.replace('http://127.0.0.1:12111', mock.url).replace('curl ', 'curl -s ')],
    {
      timeout: 10_000,
    },
  );
  expect(JSON.parse(stdout)).toMatchObject({
    object: 'billing.meter_event',
    identifier: 'identifier_123',
    payload: { value: '25', stripe_customer_id: 'cus_NciAYcXfLnqBoz' },
  });
});

test('the front page is short', () => {
  expect(readme.split(/\s+/).length).toBeLessThanOrEqual(1300);
  expect(readme.split('\n').slice(0, 40).join('\n')).toContain('startMeterMock()');
});
