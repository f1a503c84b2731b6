/**
 * Start-up time: the command compared with a bare node server, and the library from start to close.
 */
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { inTurn } from './drive.ts';
import { endWithUs, portOf, stop } from './measured.ts';
import { median, medianRatio, short } from './numbers.ts';
import { eventForm, send } from './request.ts';
import { atMost, type Row, row } from './table.ts';
import { outputOf } from './window.ts';
import type { Workshop } from './workshop.ts';

const NAMES = ['ours', 'bare'] as const;

/**
 * Without the certificates that Node would read at every start of either: they took longer than a
 * bare server, and hid most of the difference.
 */
const { NODE_EXTRA_CA_CERTS: _certificates, ...ENV } = process.env;

export async function start(workshop: Workshop): Promise<Row[]> {
  const rounds = workshop.size(15, 3);
  const commands = {
    ours: [workshop.cli, '--port', '0'],
    bare: [workshop.program('servers/http')],
  };
  for (const name of NAMES) await timeToFirst200(commands[name]);
  const times = await inTurn(rounds, NAMES, (name) => timeToFirst200(commands[name]));
  const of = `${rounds} starts of each`;
  return [
    atMost(
      1.5,
      'from process start to the first 200 of a create, relative to a bare `node:http` server',
      medianRatio(times.ours, times.bare),
      of,
      ' times',
    ),
    row('the same two, ms', NAMES.map((name) => short(median(times[name]))).join(' / '), of),
    await libraryRow(workshop),
  ];
}

async function timeToFirst200(command: string[]): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, command, {
    env: ENV,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  endWithUs(child);
  const port = await portOf(child);
  await send(port, 'POST', '/v1/billing/meter_events', {
    body: eventForm('evt_first'),
    headers: { 'idempotency-key': 'key_first' },
  });
  const ms = performance.now() - startedMs;
  await stop(child);
  return ms;
}

async function libraryRow(workshop: Workshop): Promise<Row> {
  const rounds = workshop.size(50, 10);
  const library = pathToFileURL(workshop.library).href;
  const times = JSON.parse(
    await outputOf([
      process.execPath,
      workshop.program('programs/library'),
      '--library',
      library,
      '--rounds',
      `${rounds}`,
    ]),
  ) as number[];
  return atMost(
    15,
    'library start and close, warm',
    median(times),
    `${rounds}, after 10 others`,
    ' ms',
  );
}
