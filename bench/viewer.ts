/** The cost of a create, at a steady rate, while one person has the page open. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { drive, inTurn } from './drive.ts';
import { startMeasured } from './measured.ts';
import { median, medianRatio, short } from './numbers.ts';
import { atMost, type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const NAMES = ['watched', 'alone'] as const;
const RATE = 5000;

export async function viewer(workshop: Workshop): Promise<Row[]> {
  const args = ['--port', '0', '--log-level', 'silent'];
  const servers = {
    watched: await startMeasured(workshop, { script: workshop.cli, args }),
    alone: await startMeasured(workshop, { script: workshop.cli, args }),
  };
  for (const name of NAMES)
    await drive(workshop, servers[name], { requests: workshop.size(30_000, 2000) });
  const watching = await openViewer(servers.watched.port);
  const requests = workshop.size(20_000, 2000);
  const rounds = workshop.size(9, 3);
  const driven = await inTurn(rounds, NAMES, (name) =>
    drive(workshop, servers[name], { requests, rate: RATE }),
  );
  const lines = watching.stop();
  if (lines < rounds) throw new Error(`the viewer got only ${lines} lines`);
  for (const name of NAMES) await servers[name].stop();
  const cpu = (name: (typeof NAMES)[number]) => driven[name].map((each) => each.cpuUs);
  const of = `${rounds} rounds of ${requests.toLocaleString('en')} requests`;
  const what = `CPU per request at ${RATE.toLocaleString('en')} a second`;
  const both = NAMES.map((name) => short(median(cpu(name)))).join(' / ');
  return [
    atMost(
      1.05,
      `${what} with one viewer of the page, against none`,
      medianRatio(cpu('watched'), cpu('alone')),
      of,
    ),
    row('the same two, µs', both, of),
  ];
}

/** Reads the feed as the page does; `stop` hangs up and returns the number of lines. */
async function openViewer(port: number): Promise<{ stop: () => number }> {
  const asked = get({ port, host: '127.0.0.1', path: '/_mock/feed' });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`the feed answered ${answer.statusCode}`);
  let lines = 0;
  answer.setEncoding('utf8').on('data', (text: string) => {
    lines += text.split('\n').length - 1;
  });
  answer.on('error', () => {}); // caused by the hang-up
  const stop = () => {
    asked.destroy();
    return lines;
  };
  return { stop };
}
