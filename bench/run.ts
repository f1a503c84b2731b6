/**
 * Runs every measurement, or those named, and prints one table. `--quick` uses small sizes, just to
 * check that it works;
 * `--write` writes docs/performance.md, and is only allowed for a complete run.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bodies } from './bodies.ts';
import { clocks } from './clocks.ts';
import { floods } from './floods.ts';
import { floor } from './floor.ts';
import { held } from './held.ts';
import { longRun } from './long-run.ts';
import { chooseCores, describeMachine } from './machine.ts';
import { preview } from './preview.ts';
import { reads } from './reads.ts';
import { refusals } from './refusals.ts';
import { reset } from './reset.ts';
import { start } from './start.ts';
import { summary } from './summary.ts';
import { markdown, type Row } from './table.ts';
import { v2 } from './v2.ts';
import { viewer } from './viewer.ts';
import { wait } from './wait.ts';
import { webhooks } from './webhooks.ts';
import { window } from './window.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const PAGE = 'docs/performance.md';
const INTRODUCTION = `<!-- Made by \`npm run bench -- --write\`. Do not edit. -->
# What it costs

\`npm run bench\` repeats all of these measurements; \`npm run bench -- floor start\` runs only those named.
Machines differ, so look at the ratios: the two sides of each were measured side by side in one run.

`;
const measurements: Record<string, (workshop: Workshop) => Promise<Row[]>> = {
  floor,
  window,
  held,
  'long-run': longRun,
  start,
  refusals,
  v2,
  floods,
  clocks,
  bodies,
  reset,
  summary,
  preview,
  wait,
  reads,
  webhooks,
  viewer,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(measurements);
const unknown = names.find((name) => !(name in measurements));
if (unknown !== undefined)
  throw new Error(
    `unknown measurement ${unknown}: the measurements are ${Object.keys(measurements).join(', ')}`,
  );
if (values.write && (values.quick || positionals.length > 0))
  throw new Error('--write is only allowed for a complete run, without names or --quick');

const cores = chooseCores();
const machine = describeMachine(cores);
const workshop = openWorkshop(values.quick, cores);
const startedMs = performance.now();
const rows: Row[] = [];
for (const name of names) rows.push(...(await measure(name)));
const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1);
const note = values.quick
  ? '\n**Quick run: the sizes are far too small for the figures to mean anything.**\n'
  : '';
const page = `${machine}\n- it took ${minutes} minutes\n${note}\n${markdown(rows)}\n`;
console.log(`\n${page}`);
if (values.write) write();

function write(): void {
  writeFileSync(PAGE, `${INTRODUCTION}${page}`);
}

async function measure(name: string): Promise<Row[]> {
  process.stderr.write(`${name} …\n`);
  const found = await (measurements[name] as (workshop: Workshop) => Promise<Row[]>)(workshop);
  for (const { what, aim, measured } of found)
    process.stderr.write(`  ${what}: ${measured}${aim === '' ? '' : `; ${aim}`}\n`);
  return found;
}
