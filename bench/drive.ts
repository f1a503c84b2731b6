/** Runs the load generator against a measured server, and contestants in alternating rounds. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Measured } from './measured.ts';
import type { Workshop } from './workshop.ts';

export type LoadKind =
  | 'new'
  | 'duplicate'
  | 'replay'
  | 'refused'
  | 'names'
  | 'customers'
  | 'v2'
  | 'stream';

export interface Load {
  readonly requests: number;
  readonly kind?: LoadKind;
  /** How many connections send at the same time; 32 unless given. */
  readonly connections?: number;
  /** Requests a second at most; as many as are answered unless given. */
  readonly rate?: number;
  /** The status that every answer must have. */
  readonly status?: number;
  /** The token of a session, for the stream. */
  readonly token?: string;
}

export interface Driven {
  /** Requests a second. */
  readonly rate: number;
  /** Latencies in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** User and system time of the server for each request. */
  readonly cpuUs: number;
  /** The share of the time that the server was on a core. */
  readonly busy: number;
}

const LIMIT_SECONDS = 600;

let runs = 0;

/** Sends that many requests; throws if an answer does not have the expected status. */
export async function drive(workshop: Workshop, server: Measured, asked: Load): Promise<Driven> {
  const { requests, kind = 'new', status = 200, connections = 32, token = '' } = asked;
  const { rate = 0 } = asked;
  const before = await server.usage();
  const prefix = `r${++runs}`;
  const options = { port: server.port, requests, kind, connections, prefix, token, rate };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const load = await generate(workshop, args);
  const cpuUs = (await server.usage()).cpuUs - before.cpuUs;
  if (load.statuses[status] !== requests)
    throw new Error(
      `${requests} requests of kind ${kind} should have been answered ${status}: ${JSON.stringify(load)}`,
    );
  return {
    rate: load.rate,
    p50: load.p50,
    p99: load.p99,
    cpuUs: cpuUs / requests,
    busy: (cpuUs / requests / 1e6) * load.rate,
  };
}

async function generate(
  { cores, program }: Workshop,
  args: string[],
): Promise<{ rate: number; p50: number; p99: number; statuses: Record<string, number> }> {
  const node = [process.execPath, program('load'), ...args];
  const [command = '', ...words] =
    cores === undefined ? node : ['taskset', '-c', `${cores.load}`, ...node];
  const { stdout } = await promisify(execFile)(command, words, { timeout: LIMIT_SECONDS * 1000 });
  return JSON.parse(stdout);
}

/** Runs every contestant once per round, starting with a different one each time. */
export async function inTurn<Name extends string, T>(
  rounds: number,
  names: readonly Name[],
  run: (name: Name) => Promise<T>,
): Promise<Record<Name, T[]>> {
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    T[]
  >;
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place < names.length; place++) {
      const name = names[(round + place) % names.length] as Name;
      results[name].push(await run(name));
    }
  }
  return results;
}
