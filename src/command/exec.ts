/** Runs a child process with the address of the mock in its environment. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { bareHost } from '../address.ts';

/**
 * A terminal sends SIGINT and SIGQUIT to the child as well; if we forwarded them, they would arrive
 * twice. One of the three streams is enough to tell that there is a terminal.
 */
const ON_TERMINAL = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
const FORWARDED = ON_TERMINAL
  ? (['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const)
  : (['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const);
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
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  // The child decides when to end.
  if (ON_TERMINAL) process.on('SIGINT', () => {}).on('SIGQUIT', () => {});
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
