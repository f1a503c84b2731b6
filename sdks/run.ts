/**
 * Runs the SDK programs whose toolchain is present, each under `stripe-meter-mock exec`, and writes
 * docs/sdks.md and the table of retries in docs/faults.md from what they report.
 * `--check` fails if a page would change; `--all` fails if a program was skipped; naming folders
 * runs only those.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Report, retrySummary, type Scenario, sdkPage } from './page.ts';

const PAGE = 'docs/sdks.md';
const FAULTS = 'docs/faults.md';
const PROGRAMS = [
  { folder: 'go-v76', tools: [['go', 'version']] },
  { folder: 'go', tools: [['go', 'version']] },
  { folder: 'node', tools: [['node', '--version']] },
  { folder: 'python', tools: [['python3', '--version']] },
  {
    folder: 'java',
    tools: [
      ['java', '-version'],
      ['mvn', '--version'],
    ],
  },
] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, all: { type: 'boolean' } },
});
const asked = PROGRAMS.filter(
  ({ folder }) => positionals.length === 0 || positionals.includes(folder),
);
const missing = (tools: readonly (readonly string[])[]) =>
  tools
    .filter(([tool = '', ...args]) => spawnSync(tool, args).error !== undefined)
    .map(([tool]) => tool);
const skipped = asked.filter(({ tools }) => missing(tools).length > 0);
const results = mkdtempSync(join(tmpdir(), 'meter-mock-sdks-'));

const failed = asked.filter((program) => !skipped.includes(program) && !passes(program.folder));
for (const { folder, tools } of skipped)
  console.log(
    `sdks/${folder}: skipped, since this machine has no ${missing(tools).join(' and no ')}`,
  );
for (const { folder } of failed) console.log(`sdks/${folder}: FAILED`);
console.log(
  `\n${asked.length - skipped.length - failed.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
);

const complete = failed.length === 0 && skipped.length === 0 && asked.length === PROGRAMS.length;
if (failed.length > 0 || (values.all && skipped.length > 0) || (complete && !writePages()))
  process.exitCode = 1;

function passes(folder: string): boolean {
  console.log(`\n== sdks/${folder}`);
  const command = [resolve('dist/cli.cjs'), 'exec', '--log-level', 'error', '--', './test.sh'];
  return (
    spawnSync(process.execPath, command, {
      cwd: join('sdks', folder),
      stdio: 'inherit',
      env: {
        ...process.env,
        STRIPE_SECRET_KEY: 'sk_test_123',
        SDK_RESULTS_DIR: results,
        STRIPE_METER_MOCK: `${process.execPath} ${resolve('dist/cli.cjs')}`, // for the examples
      },
    }).status === 0
  );
}

/** Writes both pages, or with `--check` compares them; returns whether they match. */
function writePages(): boolean {
  const { scenarios } = JSON.parse(readFileSync('fixtures/sdks/scenarios.json', 'utf8')) as {
    scenarios: Scenario[];
  };
  const reports = readdirSync(results).map(
    (file) => JSON.parse(readFileSync(join(results, file), 'utf8')) as Report,
  );
  const table = `<!-- retries: made by \`npm run test:sdks\` -->\n${retrySummary(scenarios, reports)}\n<!-- /retries -->`;
  const faults = readFileSync(FAULTS, 'utf8').replace(
    /<!-- retries:.*<!-- \/retries -->/s,
    () => table,
  );
  return [write(PAGE, sdkPage(scenarios, reports)), write(FAULTS, faults)].every(Boolean);
}

function write(file: string, text: string): boolean {
  if (!values.check) writeFileSync(file, text);
  const same = readFileSync(file, 'utf8') === text;
  if (!same) console.log(`${file} does not match the runs: npm run test:sdks rewrites it`);
  return same;
}
