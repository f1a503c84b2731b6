/** What a create costs while a destination hangs and deliveries wait for it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drive, inTurn } from './drive.ts';
import { startMeasured } from './measured.ts';
import { median, medianRatio, short } from './numbers.ts';
import { send } from './request.ts';
import { atLeast, type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const NAMES = ['beside', 'without'] as const;
/** Deliveries that wait for the destination: the most that may wait. */
const WAITING = 1000;

export async function webhooks(workshop: Workshop): Promise<Row[]> {
  const hanging = createServer(() => {}).listen(0, '127.0.0.1');
  await once(hanging, 'listening');
  const { port } = hanging.address() as AddressInfo;
  const args = ['--port', '0', '--log-level', 'silent'];
  const url = `http://127.0.0.1:${port}/`;
  const servers = {
    beside: await startMeasured(workshop, {
      script: workshop.cli,
      args: [...args, '--webhook-url', url],
    }),
    without: await startMeasured(workshop, { script: workshop.cli, args }),
  };
  for (let sent = 0; sent < WAITING; sent++) {
    const body = '{"errors":[{"code":"no_meter"}]}';
    const headers = { 'content-type': 'application/json' };
    await send(servers.beside.port, 'POST', '/_mock/error_reports', { body, headers });
  }
  const rounds = workshop.size(11, 3);
  const requests = workshop.size(30_000, 2000);
  for (const name of NAMES) await drive(workshop, servers[name], { requests });
  const driven = await inTurn(rounds, NAMES, (name) =>
    drive(workshop, servers[name], { requests }),
  );
  for (const name of NAMES) await servers[name].stop();
  hanging.closeAllConnections();
  hanging.close();
  const of = `${rounds} rounds of ${requests.toLocaleString('en')} requests`;
  const figures = (name: (typeof NAMES)[number], figure: 'rate' | 'cpuUs') =>
    driven[name].map((each) => each[figure]);
  const ratio = medianRatio(figures('beside', 'rate'), figures('without', 'rate'));
  const cpu = NAMES.map((name) => short(median(figures(name, 'cpuUs')))).join(' / ');
  const what = `request rate beside a destination that hangs, ${WAITING} deliveries waiting`;
  return [
    atLeast(0.95, `${what}, relative to none`, ratio, of),
    row('CPU per request, the same two, µs', cpu, of),
  ];
}
