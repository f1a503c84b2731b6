/**
 * What held identifiers cost a request: compares a server that holds 20 million with one that holds
 * none.
 */
import { drive, inTurn } from './drive.ts';
import { startMeasured } from './measured.ts';
import { median, medianRatio, short } from './numbers.ts';
import type { Filled, Filling } from './servers/filled.ts';
import { atLeast, type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const NAMES = ['full', 'empty'] as const;
const HOURS = 23;

export async function held(workshop: Workshop): Promise<Row[]> {
  const events = workshop.size(20_000_000, 500_000);
  const requests = workshop.size(30_000, 5000);
  const rounds = workshop.size(11, 3);
  const start = () => startMeasured(workshop, { script: workshop.program('servers/filled') });
  const servers = { full: await start(), empty: await start() };
  const warmUp = async () => {
    for (const name of NAMES)
      await drive(workshop, servers[name], { requests: workshop.size(60_000, 10_000) });
  };
  // before filling: otherwise V8 would optimise for the filling loop and treat what requests
  // allocate as long-lived
  await warmUp();
  await servers.full.ask<Filled>({ ask: 'hold', events, hours: HOURS } satisfies Filling);
  await warmUp();
  const driven = await inTurn(rounds, NAMES, (name) =>
    drive(workshop, servers[name], { requests }),
  );
  for (const name of NAMES) await servers[name].stop();
  const figures = (name: (typeof NAMES)[number], figure: 'rate' | 'cpuUs') =>
    driven[name].map((each) => each[figure]);
  const of = `${rounds} rounds of ${requests.toLocaleString('en')} requests`;
  const million = short(events / 1e6);
  return [
    atLeast(
      0.95,
      `request rate with ${million} million identifiers held, relative to an empty window`,
      medianRatio(figures('full', 'rate'), figures('empty', 'rate')),
      of,
    ),
    row(
      'CPU per request, the same two, µs',
      `${short(median(figures('full', 'cpuUs')))} / ${short(median(figures('empty', 'cpuUs')))}`,
      of,
    ),
  ];
}
