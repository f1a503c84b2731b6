/**
 * Two million events over HTTP while the clock advances by days, with inspection, idempotency and
 * totals all on.
 */
import { drive } from './drive.ts';
import { type Measured, startMeasured } from './measured.ts';
import { mebibytes, median, short } from './numbers.ts';
import { send } from './request.ts';
import { type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const STRETCHES = 20;
const HOURS = 6; // the clock advances by this much after each stretch: five days in all
/**
 * The first stretch fills the rings of events, requests and idempotency keys. The next tenth is the
 * start, the last tenth the end.
 */
const START = [1, 3] as const;
const END = [STRETCHES - 2, STRETCHES] as const;

interface Stretch {
  readonly rate: number;
  readonly cpuUs: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

export async function longRun(workshop: Workshop): Promise<Row[]> {
  const requests = workshop.size(100_000, 5000);
  const server = await startMeasured(workshop, {
    script: workshop.cli,
    args: ['--port', '0', '--log-level', 'info'],
  });
  const stretches: Stretch[] = [];
  while (stretches.length < STRETCHES) {
    stretches.push(await stretch(workshop, server, requests));
    process.stderr.write(`  ${(stretches.length * requests).toLocaleString('en')} events\n`);
  }
  await server.stop();
  return rowsOf(stretches, requests * STRETCHES);
}

async function stretch(workshop: Workshop, server: Measured, requests: number): Promise<Stretch> {
  const { rate, cpuUs } = await drive(workshop, server, { requests });
  const { heapBytes, residentBytes } = await server.usage(true);
  const body = JSON.stringify({ advance_seconds: HOURS * 3600 });
  await send(server.port, 'POST', '/_mock/clock', {
    body,
    headers: { 'content-type': 'application/json' },
  });
  return { rate, cpuUs, heapBytes, residentBytes };
}

function rowsOf(stretches: readonly Stretch[], events: number): Row[] {
  const of = `1 run of ${events.toLocaleString('en')} events over ${(STRETCHES * HOURS) / 24} days`;
  const both = (figure: keyof Stretch, write: (value: number) => string) => {
    const [start, end] = [START, END].map(([from, to]) =>
      median(stretches.slice(from, to).map((each) => each[figure])),
    ) as [number, number];
    return `${write(start)} / ${write(end)} (${short(end / start)})`;
  };
  return [
    row(
      'a long run, first tenth after warm-up / last tenth: heap after garbage collection',
      both('heapBytes', mebibytes),
      of,
    ),
    row('the same: resident memory', both('residentBytes', mebibytes), of),
    row('the same: requests a second', both('rate', short), of),
    row('the same: CPU per request, µs', both('cpuUs', short), of),
  ];
}
