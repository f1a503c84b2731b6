/** Duplicates, refused parameters and replays must not cost more than creates. */
import { type Driven, drive, inTurn, type LoadKind } from './drive.ts';
import { startMeasured } from './measured.ts';
import { median, medianRatio, short } from './numbers.ts';
import { eventForm, send } from './request.ts';
import { atLeast, type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const KINDS = ['new', 'duplicate', 'refused', 'replay'] as const satisfies LoadKind[];
const STATUS = { new: 200, duplicate: 400, refused: 400, replay: 200 };
const WORDS = { duplicate: 'duplicates', refused: 'refused parameters', replay: 'replays' };

export async function refusals(workshop: Workshop): Promise<Row[]> {
  const server = await startMeasured(workshop, {
    script: workshop.cli,
    args: ['--port', '0', '--log-level', 'info'],
    logFile: workshop.logFile(),
  });
  await send(server.port, 'POST', '/v1/billing/meter_events', { body: eventForm('the-same-one') });
  const load = (kind: (typeof KINDS)[number], requests: number) =>
    drive(workshop, server, { requests, kind, status: STATUS[kind] });
  const requests = workshop.size(20_000, 4000);
  const rounds = workshop.size(9, 3);
  for (const kind of KINDS) await load(kind, workshop.size(40_000, 8000));
  const driven = await inTurn(rounds, KINDS, (kind) => load(kind, requests));
  await server.stop();
  return rowsOf(driven, `${rounds} rounds of ${requests.toLocaleString('en')} requests`);
}

function rowsOf(driven: Record<(typeof KINDS)[number], Driven[]>, of: string): Row[] {
  const rates = (kind: (typeof KINDS)[number]) => driven[kind].map(({ rate }) => rate);
  const ratios = (['duplicate', 'refused', 'replay'] as const).map((kind) =>
    atLeast(
      1,
      `requests a second, ${WORDS[kind]} relative to creates`,
      medianRatio(rates(kind), rates('new')),
      of,
    ),
  );
  const cpu = KINDS.map((kind) => short(median(driven[kind].map(({ cpuUs }) => cpuUs)))).join(
    ' / ',
  );
  return [
    ...ratios,
    row('CPU per request: creates / duplicates / refused parameters / replays, µs', cpu, of),
  ];
}
