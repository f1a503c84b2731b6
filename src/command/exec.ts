/** Runs a child process with the address of the mock in its environment. */
import { constants } from 'node:os';
import spawn from 'cross-spawn'; // Node's own cannot start npm on Windows, where it is npm.cmd
import { bareHost } from '../address.ts';

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** How a child ended, as a shell would report it; `problem` if it could not be started. */
export interface ChildEnd {
  readonly exitCode: number;
  readonly problem?: string;
}

/**
 * Runs a command with `STRIPE_API_BASE`, `STRIPE_METER_EVENTS_BASE`, `STRIPE_MOCK_HOST` and
 * `STRIPE_MOCK_PORT` set; passes its output and our signals through.
 * @param controlToken the token of the control routes, passed as `METER_MOCK_CONTROL_TOKEN`;
 * undefined if there is none
 */
export function runChild(
  [command = '', ...args]: readonly string[],
  url: string,
  controlToken: string | undefined,
): Promise<ChildEnd> {
  const env = {
    ...process.env,
    STRIPE_API_BASE: url,
    STRIPE_METER_EVENTS_BASE: url,
    STRIPE_MOCK_HOST: bareHost(url),
    STRIPE_MOCK_PORT: new URL(url).port,
    ...(controlToken !== undefined && { METER_MOCK_CONTROL_TOKEN: controlToken }),
  };
  if (command === '')
    return Promise.resolve({
      exitCode: NOT_FOUND,
      problem: 'cannot start a command without a name',
    });
  const child = spawn(command, args, { stdio: 'inherit', env });
  const onTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  const { forwarded, left } = signalsFor(process.platform, onTerminal);
  for (const signal of forwarded) process.on(signal, () => void child.kill(signal));
  for (const signal of left) process.on(signal, () => {}); // the child decides when to end
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({
        exitCode: error.code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE,
        problem: `cannot start ${command}: ${error.message}`,
      });
    });
    child.once('exit', (code, signal) =>
      resolve({ exitCode: code ?? 128 + constants.signals[signal as NodeJS.Signals] }),
    );
  });
}

/**
 * Which signals are forwarded to the child, and which are left to it, since it gets them anyway and
 * would get them twice: those of a terminal, even if our own output is redirected, and those of a
 * Windows console, where forwarding one would also kill the child at once.
 */
export function signalsFor(
  platform: NodeJS.Platform,
  onTerminal: boolean,
): Readonly<Record<'forwarded' | 'left', readonly NodeJS.Signals[]>> {
  if (platform === 'win32') return { forwarded: [], left: ['SIGINT', 'SIGBREAK', 'SIGHUP'] };
  const others = ['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const;
  const ofTerminal = ['SIGINT', 'SIGQUIT'] as const;
  return onTerminal
    ? { forwarded: others, left: ofTerminal }
    : { forwarded: [...ofTerminal, ...others], left: [] };
}
