/** Compares the stream with its floor, and a create on v2 with one on v1. */
import { type Driven, drive, inTurn, type Load } from './drive.ts';
import { type Measured, startMeasured } from './measured.ts';
import { median, medianRatio, short } from './numbers.ts';
import { send } from './request.ts';
import { atMost, type Row, row } from './table.ts';
import { BATCH, streamJson } from './v2-requests.ts';
import type { Workshop } from './workshop.ts';

const SESSION = '/v2/billing/meter_event_session';
const STREAM = '/v2/billing/meter_event_stream';
const JSON_TYPE = { 'content-type': 'application/json' };

export async function v2(workshop: Workshop): Promise<Row[]> {
  return [...(await streams(workshop)), ...(await creates(workshop))];
}

const SERVERS = ['ours', 'http'] as const;

async function streams(workshop: Workshop): Promise<Row[]> {
  const servers = {
    ours: await startOurs(workshop),
    http: await startMeasured(workshop, { script: workshop.program('servers/stream-http') }),
  };
  const { body } = await send(servers.ours.port, 'POST', SESSION, { body: '', headers: JSON_TYPE });
  const token = JSON.parse(body).authentication_token as string;
  await checkSameness(servers, token);
  const requests = workshop.size(2000, 200);
  const rounds = workshop.size(9, 3);
  const load = (name: (typeof SERVERS)[number], count: number) =>
    drive(workshop, servers[name], { requests: count, kind: 'stream', token });
  for (const name of SERVERS) await load(name, requests * 2);
  const driven = await inTurn(rounds, SERVERS, (name) => load(name, requests));
  for (const name of SERVERS) await servers[name].stop();
  return streamRows(driven, `${rounds} rounds of ${requests.toLocaleString('en')} requests`);
}

/** The floor is comparable only if it answers as ours does. */
async function checkSameness(servers: Record<string, Measured>, token: string): Promise<void> {
  const shapes = [];
  for (const { port } of Object.values(servers)) {
    const { body, headers } = await send(port, 'POST', STREAM, {
      body: streamJson('same', 'cus_1'),
      headers: { ...JSON_TYPE, authorization: `Bearer ${token}`, 'idempotency-key': 'key_same' },
    });
    shapes.push(`${body} ${Object.keys(headers).sort().join(' ')}`);
  }
  if (shapes[0] !== shapes[1])
    throw new Error(`the floor does not answer as ours does:\n${shapes.join('\n')}`);
}

function streamRows(driven: Record<(typeof SERVERS)[number], Driven[]>, of: string): Row[] {
  const events = (name: (typeof SERVERS)[number]) => driven[name].map(({ rate }) => rate * BATCH);
  const cpu = (name: (typeof SERVERS)[number]) => driven[name].map(({ cpuUs }) => cpuUs / BATCH);
  const both = (figure: typeof events) => SERVERS.map((name) => short(median(figure(name))));
  return [
    row(
      'events a second through the stream, 100 per request, relative to bare `node:http` that ' +
        'parses the same bodies and answers `{}`',
      short(medianRatio(events('ours'), events('http'))),
      of,
    ),
    row('the same two, events a second', both(events).join(' / '), of),
    row('CPU per event of the stream, the same two, µs', both(cpu).join(' / '), of),
    row(
      'CPU per event of bare `node:http` relative to ours: the same ratio without the effect of ' +
        'other work on the machine',
      short(medianRatio(cpu('http'), cpu('ours'))),
      of,
    ),
  ];
}

const KINDS = ['new', 'v2'] as const satisfies Load['kind'][];

async function creates(workshop: Workshop): Promise<Row[]> {
  const server = await startOurs(workshop);
  const requests = workshop.size(20_000, 4000);
  const rounds = workshop.size(11, 3);
  for (const kind of KINDS) await drive(workshop, server, { requests: requests * 2, kind });
  const driven = await inTurn(rounds, KINDS, (kind) => drive(workshop, server, { requests, kind }));
  await server.stop();
  const of = `${rounds} rounds of ${requests.toLocaleString('en')} requests`;
  const cpu = (kind: (typeof KINDS)[number]) => driven[kind].map(({ cpuUs }) => cpuUs);
  const both = KINDS.map((kind) => short(median(cpu(kind)))).join(' / ');
  return [
    atMost(
      1.15,
      'CPU per create on v2, relative to one on v1',
      medianRatio(cpu('v2'), cpu('new')),
      of,
      ' times',
    ),
    row('CPU per create: v1 / v2, µs', both, of),
  ];
}

function startOurs(workshop: Workshop): Promise<Measured> {
  return startMeasured(workshop, {
    script: workshop.cli,
    args: ['--port', '0', '--log-level', 'info'],
    logFile: workshop.logFile(),
  });
}
