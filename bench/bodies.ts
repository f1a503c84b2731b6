/** How much memory the largest bodies leave behind when sent one by one over one connection. */
import { type Measured, startMeasured } from './measured.ts';
import { mebibytes } from './numbers.ts';
import { eventForm, send } from './request.ts';
import { type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

/** Just below the limits of a request: 1 MiB and 1000 parameters. */
const BODY_BYTES = 1_040_000;
const KEYS = 900;
const FILLER = 'x'.repeat(BODY_BYTES / KEYS - 20);

export async function bodies(workshop: Workshop): Promise<Row[]> {
  const requests = workshop.size(1000, 100);
  const args = ['--port', '0', '--log-level', 'info'];
  const server = await startMeasured(workshop, { script: workshop.cli, args });
  const resident = [await residentBytes(server)];
  for (const refused of [false, true]) {
    for (let i = 0; i < requests; i++) await sendLarge(server, i, refused);
    resident.push(await residentBytes(server));
  }
  await server.stop();
  const of = `1 run of ${requests.toLocaleString('en')} events and as many refused requests`;
  const what =
    'resident memory before / after events of 1 MiB / after refused bodies of 1 MiB as well';
  return [row(what, resident.map(mebibytes).join(' / '), of)];
}

async function residentBytes(server: Measured): Promise<number> {
  return (await server.usage(true)).residentBytes;
}

/**
 * An event for a new customer, with hundreds of payload keys and an idempotency key; or, if
 * `refused`, the same with an unknown parameter.
 */
async function sendLarge({ port }: Measured, i: number, refused: boolean): Promise<void> {
  const payload = Array.from({ length: KEYS }, (_key, at) => `&payload[key_${at}]=${FILLER}`).join(
    '',
  );
  const customer = `cus_${i.toString().padStart(14, '0')}`;
  const body = eventForm(`evt_${refused}_${i}`, customer) + payload + (refused ? '&foo=1' : '');
  const headers = { 'idempotency-key': `key_${refused}_${i}` };
  const status = refused ? 400 : 200;
  await send(port, 'POST', '/v1/billing/meter_events', { body, headers, status });
}
