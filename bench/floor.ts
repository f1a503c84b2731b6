/** Compares ours, with everything on, with the two floors: bare Fastify and bare node:http. */
import { type Driven, drive, inTurn } from './drive.ts';
import { type Measured, startMeasured } from './measured.ts';
import { median, medianRatio, short } from './numbers.ts';
import { eventForm, send } from './request.ts';
import { atLeast, type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const NAMES = ['ours', 'fastify', 'http'] as const;
type Servers = Record<(typeof NAMES)[number], Measured>;
type Rounds = Record<(typeof NAMES)[number], Driven[]>;

export async function floor(workshop: Workshop): Promise<Row[]> {
  const servers: Servers = {
    ours: await startMeasured(workshop, {
      script: workshop.cli,
      args: ['--port', '0', '--log-level', 'info'],
      logFile: workshop.logFile(),
    }),
    fastify: await startMeasured(workshop, { script: workshop.program('servers/fastify') }),
    http: await startMeasured(workshop, { script: workshop.program('servers/http') }),
  };
  await checkSameness(servers);
  const requests = workshop.size(30_000, 5000);
  const rounds = workshop.size(11, 3);
  for (const name of NAMES)
    await drive(workshop, servers[name], { requests: workshop.size(120_000, 10_000) });
  const driven = await inTurn(rounds, NAMES, (name) =>
    drive(workshop, servers[name], { requests }),
  );
  const alone = { requests: workshop.size(10_000, 1000), connections: 1 };
  for (const name of NAMES) await drive(workshop, servers[name], alone);
  const drivenAlone = await inTurn(rounds, NAMES, (name) => drive(workshop, servers[name], alone));
  for (const name of NAMES) await servers[name].stop();
  const of = (each: number) => `${rounds} rounds of ${each.toLocaleString('en')} requests`;
  return [...rowsOf(driven, of(requests)), ...loneRows(drivenAlone, of(alone.requests))];
}

/**
 * The floors are comparable only if they answer as ours does: the same bytes and the same header
 * names.
 */
async function checkSameness(servers: Servers): Promise<void> {
  const answers = await Promise.all(
    NAMES.map((name) =>
      send(servers[name].port, 'POST', '/v1/billing/meter_events', {
        body: eventForm('evt_same'),
        headers: { 'idempotency-key': 'key_same' },
      }),
    ),
  );
  const shapes = answers.map(({ body, headers }) => ({
    body: body.replaceAll(/\d{10}/g, 'seconds'),
    length: headers['content-length'],
    names: Object.keys(headers).sort().join(' '),
  }));
  for (const [at, shape] of shapes.entries()) {
    if (JSON.stringify(shape) !== JSON.stringify(shapes[0])) {
      throw new Error(
        `the floor ${NAMES[at]} does not answer as ours does:\n${JSON.stringify(shape, null, 2)}\n${JSON.stringify(shapes[0], null, 2)}`,
      );
    }
  }
}

/** One connection that sends its next request once it has its answer, as a loop in a test does. */
function loneRows(driven: Rounds, of: string): Row[] {
  const rates = (name: (typeof NAMES)[number]) => driven[name].map(({ rate }) => rate);
  const ratio = (name: 'fastify' | 'http') => short(medianRatio(rates('ours'), rates(name)));
  return [
    row('requests a second over one connection, relative to bare Fastify', ratio('fastify'), of),
    row('requests a second over one connection, relative to bare `node:http`', ratio('http'), of),
    row('requests a second over one connection, the same three', allThree(driven, 'rate'), of),
    row('p50 latency over one connection, the same three, ms', allThree(driven, 'p50'), of),
    row('CPU per request over one connection, the same three, µs', allThree(driven, 'cpuUs'), of),
  ];
}

function allThree(driven: Rounds, figure: keyof Driven): string {
  const medians = NAMES.map((name) => median(driven[name].map((each) => each[figure])));
  return medians.map(short).join(' / ');
}

function rowsOf(driven: Rounds, of: string): Row[] {
  const all = (figure: keyof Driven) => allThree(driven, figure);
  const rates = (name: (typeof NAMES)[number]) => driven[name].map(({ rate }) => rate);
  const cpu = (name: (typeof NAMES)[number]) => driven[name].map(({ cpuUs }) => cpuUs);
  return [
    atLeast(
      0.9,
      'requests a second, relative to bare Fastify with the same parser, a zod schema and the same headers',
      medianRatio(rates('ours'), rates('fastify')),
      of,
    ),
    atLeast(
      0.75,
      'requests a second, relative to bare `node:http` that decodes the same way and answers the same bytes and headers',
      medianRatio(rates('ours'), rates('http')),
      of,
    ),
    row(
      'requests a second: ours / bare Fastify / bare `node:http` (32 connections; ours logs at `info` to a file)',
      all('rate'),
      of,
    ),
    row('p50 latency, the same three, ms', all('p50'), of),
    row('p99 latency, the same three, ms', all('p99'), of),
    row('CPU per request, user and system, the same three, µs', all('cpuUs'), of),
    row(
      'CPU per request of bare Fastify / of bare `node:http`, relative to ours: the two ratios without the effect of other work on the machine',
      `${short(medianRatio(cpu('fastify'), cpu('ours')))} / ${short(medianRatio(cpu('http'), cpu('ours')))}`,
      of,
    ),
    row('share of its core that the server had (1 = all), the same three', all('busy'), of),
  ];
}
