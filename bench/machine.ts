/** The machine that the figures were measured on, and which of its cores are used. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem, version } from 'node:os';

/** The core that measured servers are pinned to, and the load generator's. */
export interface Cores {
  readonly server: number;
  readonly load: number;
}

/** Two cores to pin to; `undefined` if there is no `taskset`, or only one core. */
export function chooseCores(): Cores | undefined {
  if (availableParallelism() < 2 || spawnSync('taskset', ['--version']).error !== undefined)
    return undefined;
  return {
    load: 0,
    server: cpus().findIndex((_cpu, core) => core > 0 && !siblingsOfFirst().includes(core)),
  };
}

/** Hyper-threading siblings of core 0, unless excluding them leaves no core. */
function siblingsOfFirst(): number[] {
  try {
    const [from = 0, to = from] = readFileSync(
      '/sys/devices/system/cpu/cpu0/topology/thread_siblings_list',
      'utf8',
    )
      .split(/[-,]/)
      .map(Number);
    return to - from + 1 === cpus().length ? [] : [to];
  } catch {
    return [];
  }
}

/** The machine, the system, and the day and code, one line each. */
export function describeMachine(cores: Cores | undefined): string {
  const pinned =
    cores === undefined
      ? 'nothing was pinned (no `taskset`, or only one core)'
      : `servers pinned to core ${cores.server}, the load generator to core ${cores.load}`;
  const lines = [
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory; ${pinned}`,
    `${distribution()}, ${version()}; Node.js ${process.version}`,
    `${new Date().toISOString().slice(0, 10)}, ${code()}; load average at the start ${(loadavg()[0] as number).toFixed(2)}`,
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

function distribution(): string {
  try {
    return (
      /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform
    );
  } catch {
    return process.platform;
  }
}

/** The commit that `src` is at. */
function code(): string {
  try {
    const git = (...words: string[]) =>
      execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const changed =
      git('status', '--porcelain', '--', 'src', 'package.json') === ''
        ? ''
        : ' with uncommitted changes';
    return `src of commit ${git('log', '-1', '--format=%h', '--', 'src')}${changed}`;
  } catch {
    return 'not in a git repository';
  }
}
