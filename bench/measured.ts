/** A measured process: it is started, asked over its own channel, and ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Usage } from './programs/probe.ts';
import type { Workshop } from './workshop.ts';

const READY_MS = 60_000;
const ANSWER_MS = 600_000;

export interface Measured {
  readonly port: number;
  readonly pid: number;
  /** Asks the process something over its channel. */
  ask<T>(question: { readonly ask: string } & Record<string, unknown>): Promise<T>;
  /** CPU time and memory of the process; with `collect`, the heap after garbage collection. */
  usage(collect?: boolean): Promise<Usage>;
  stop(): Promise<void>;
}

export interface Start {
  readonly script: string;
  readonly args?: readonly string[];
  /** Where stderr goes: /dev/null unless given. */
  readonly logFile?: string;
}

/**
 * Starts a server on the servers' core, with the probe loaded, and waits until it prints its port.
 */
export async function startMeasured(
  workshop: Workshop,
  { script, args = [], logFile }: Start,
): Promise<Measured> {
  const { cores } = workshop;
  const node = [
    process.execPath,
    '--expose-gc',
    '--import',
    pathToFileURL(workshop.program('programs/probe')).href,
    script,
    ...args,
  ];
  const [command = '', ...words] =
    cores === undefined ? node : ['taskset', '-c', `${cores.server}`, ...node];
  const child = spawn(command, words, {
    stdio: ['ignore', 'pipe', logFile === undefined ? 'ignore' : openSync(logFile, 'a'), 'ipc'],
  });
  endWithUs(child);
  const port = await portOf(child);
  const ask = <T>(question: object) => answerOf<T>(child, question);
  return {
    port,
    pid: child.pid as number,
    ask,
    usage: (collect = false) => ask<Usage>({ ask: 'usage', collect }),
    stop: () => stop(child),
  };
}

/** Kills a child that is still running when this process ends. */
export function endWithUs(child: ChildProcess): void {
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

/** The port in the line that a server prints when it is ready. */
export async function portOf(child: ChildProcess): Promise<number> {
  let text = '';
  const signal = AbortSignal.timeout(READY_MS);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the server ended with ${code} before it was ready`);
  });
  ended.catch(() => {}); // an end after it was ready is not an error
  while (true) {
    const data = once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data', { signal });
    text += (await Promise.race([data, ended]))[0];
    const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
    if (port !== undefined) return Number(port);
  }
}

async function answerOf<T>(child: ChildProcess, question: object): Promise<T> {
  const answered = once(child, 'message', { signal: AbortSignal.timeout(ANSWER_MS) });
  child.send(question);
  return (await answered)[0] as T;
}

/** Ends a child and waits for it. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(cut);
}
