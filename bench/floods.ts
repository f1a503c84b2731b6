/** How much memory a flood of different names leaves behind. */
import { drive } from './drive.ts';
import { startMeasured } from './measured.ts';
import { mebibytes, short } from './numbers.ts';
import { type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const WORDS = { names: 'unknown event names', customers: 'customers' };

export async function floods(workshop: Workshop): Promise<Row[]> {
  return [await flood(workshop, 'names'), await flood(workshop, 'customers')];
}

async function flood(workshop: Workshop, kind: keyof typeof WORDS): Promise<Row> {
  const different = workshop.size(100_000, 10_000);
  const rings = workshop.quick ? ['--retain', '10000'] : [];
  const server = await startMeasured(workshop, {
    script: workshop.cli,
    args: ['--port', '0', '--log-level', 'info', ...rings],
  });
  // fills the rings, so that only the names make the heap grow
  await drive(workshop, server, { requests: workshop.size(120_000, 12_000) });
  const before = await server.usage(true);
  await drive(workshop, server, { requests: different, kind });
  const after = await server.usage(true);
  await server.stop();
  const bytes = after.heapBytes - before.heapBytes;
  const count = different.toLocaleString('en');
  return row(
    `heap that a flood of ${count} different ${WORDS[kind]} leaves behind: in all / each`,
    `${mebibytes(bytes)} / ${short(bytes / different)} bytes`,
    `1 flood of ${count}`,
  );
}
