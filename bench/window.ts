/**
 * The identifier window at Stripe's live limit: filled over 24 hours, then in a steady state for
 * another 24.
 */
import { spawn } from 'node:child_process';
import { endWithUs } from './measured.ts';
import { mebibytes, short } from './numbers.ts';
import type { Stage } from './programs/window.ts';
import { atMost, type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

/** 1,000 a second for 24 hours. */
const FULL = 86_400_000;
const LIMIT_MS = 3_600_000;

export async function window(workshop: Workshop): Promise<Row[]> {
  const identifiers = workshop.size(FULL, 2_000_000);
  const stages = JSON.parse(
    await outputOf([
      process.execPath,
      '--expose-gc',
      workshop.program('programs/window'),
      '--identifiers',
      `${identifiers}`,
    ]),
  ) as Stage[];
  return rowsOf(stages, `1 run, ${identifiers.toLocaleString('en')} identifiers a day`);
}

function rowsOf(stages: readonly Stage[], of: string): Row[] {
  const [first, second] = [stages.slice(0, 10), stages.slice(10)];
  const [filled, steady] = [first.at(-1) as Stage, second.at(-1) as Stage];
  const large = first.filter(({ size }) => size >= 10_000_000 || size === filled.size);
  const rates = (day: readonly Stage[]) => day.map(({ rate }) => short(rate / 1e6)).join(' ');
  const slow = stages.reduce((sum, stage) => sum + stage.slow, 0);
  return [
    atMost(
      32,
      'bytes per identifier in the window, the most from 10 million to 86.4 million',
      Math.max(...large.map(({ windowBytes, size }) => windowBytes / size)),
      of,
    ),
    row(
      'the same as resident memory of the process',
      short(Math.max(...large.map(({ residentBytes, size }) => residentBytes / size))),
      of,
    ),
    row('million claims a second, in tenths of the first day', rates(first), of),
    row('million claims a second, in tenths of the second day', rates(second), of),
    atMost(
      20,
      'the longest single claim in two days (with `performance.now()` around each; pauses of the garbage collector and the machine included)',
      Math.max(...stages.map(({ longestMs }) => longestMs)),
      of,
      ' ms',
    ),
    row(
      'for comparison: the longest step of a loop that only reads the clock, run in between for a quarter of the time',
      `${short(Math.max(...stages.map(({ idleLongestMs }) => idleLongestMs)))} ms`,
      of,
    ),
    row('claims longer than 1 ms, in two days', short(slow), of),
    atMost(
      1.05,
      'resident memory after the second simulated day, relative to after the first',
      steady.residentBytes / filled.residentBytes,
      of,
    ),
    row(
      'resident memory after the first day / the second',
      `${mebibytes(filled.residentBytes)} / ${mebibytes(steady.residentBytes)}`,
      of,
    ),
  ];
}

/** Runs a command to its end and returns its stdout; its stderr goes to ours. */
export async function outputOf([command = '', ...words]: string[]): Promise<string> {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'], timeout: LIMIT_MS });
  endWithUs(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk;
  if ((await ended) !== 0) throw new Error(`${words.join(' ')} failed`);
  return text;
}
