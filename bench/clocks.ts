/** How much memory accounts with their own clocks take. */
import { execFileSync } from 'node:child_process';
import { short } from './numbers.ts';
import { type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

export async function clocks(workshop: Workshop): Promise<Row[]> {
  const program = workshop.program('programs/clocks');
  const output = execFileSync(process.execPath, ['--expose-gc', program], { encoding: 'utf8' });
  const { accounts, without, having } = JSON.parse(output) as Record<string, number>;
  return [
    row(
      'heap per account with one event: without its own clock / with one, bytes',
      `${short(without as number)} / ${short(having as number)}`,
      `1 run of ${(accounts as number).toLocaleString('en')} accounts`,
    ),
  ];
}
