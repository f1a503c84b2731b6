/** argv and environment → options → start. The only file that prints or exits. */
import { Command, CommanderError, Option } from 'commander';
import { FixtureError } from '../fixtures/fixture-error.ts';
import { stderrLog } from '../log.ts';
import {
  type Options,
  OptionsError,
  readCommandOptions,
  settings,
  strangeVariables,
} from '../options.ts';
import { VERSION } from '../package-info.ts';
import { startServer } from '../server.ts';
import { argsOfContainer } from './container.ts';
import { checkHealth } from './healthcheck.ts';
import { type CommandHelp, EXEC_HELP, HEALTHCHECK_HELP, SERVE_HELP, showsHelp } from './help.ts';

process.stdout.on('error', () => {}); // a closed stdout is no reason to exit

const WRONG_USAGE = 2;
const FAILED = 1;
/** Flags that take a list, separated by commas, and may also be given more than once. */
const LIST = /<(?:names|types|urls)>$/;

const EXIT_WITH_PARENT = [
  '--exit-with-parent',
  'Exit when standard input closes, so that a killed parent leaves no server behind.',
] as const;

const program = withSettings(new Command('stripe-meter-mock'), SERVE_HELP)
  .option(...EXIT_WITH_PARENT)
  .description('A local Stripe billing meter server.')
  .version(VERSION)
  .enablePositionalOptions()
  .action((_flags, command: Command) => serve(optionsOf(command), exitsWithParent(command)));

withSettings(program.command('serve'), SERVE_HELP)
  .option(...EXIT_WITH_PARENT)
  .description('serve; the same as no command')
  .action((_flags, command: Command) => serve(optionsOf(command), exitsWithParent(command)));

withSettings(program.command('healthcheck'), HEALTHCHECK_HELP)
  .description('exit 0 when a server on the configured address is ready, 1 otherwise')
  .action(async (_flags, command: Command) => {
    const problem = await checkHealth(optionsOf(command, process.env, flagsOfContainer()));
    if (problem !== undefined) fail(problem, FAILED);
  });

withSettings(program.command('exec'), EXEC_HELP)
  .description('run a command against a server on a free port: exec -- npm test')
  .argument('<command...>')
  .passThroughOptions()
  .action((words: string[], _flags, command: Command) => execute(words, command));

program.exitOverride().parseAsync().catch(failWith);

/**
 * Serves until a signal arrives, even one during startup.
 * @param withParent whether it also ends when standard input closes, like on SIGTERM
 */
async function serve(options: Options, withParent: boolean): Promise<void> {
  const { log, flush } = await stderrLog(options.logLevel);
  for (const sentence of strangeVariables(process.env)) log.warn(sentence);
  const starting = startServer(options, log);
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    await (await starting).close().catch((error: Error) => fail(error.message, FAILED));
    await flush();
    process.exit(0);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  if (withParent) process.stdin.on('end', () => stop('SIGTERM')).resume();
  const { url } = await starting;
  if (!stopping) process.stdout.write(`stripe-meter-mock ready at ${url}\n`);
}

/** Runs a command against its own server, and exits with the command's exit code. */
async function execute(words: readonly string[], command: Command): Promise<void> {
  const { METER_MOCK_PORT, METER_MOCK_LOG_LEVEL } = process.env;
  const options = optionsOf(command, {
    ...process.env,
    METER_MOCK_PORT: METER_MOCK_PORT || '0', // PORT is the application's
    METER_MOCK_LOG_LEVEL: METER_MOCK_LOG_LEVEL || 'warn',
  });
  const { log, flush } = await stderrLog(options.logLevel);
  for (const sentence of strangeVariables(process.env)) log.warn(sentence);
  const { ExecReport } = await import('./exec-report.ts'); // loaded only here, to keep startup fast
  const { runChild } = await import('./exec.ts');
  const report = new ExecReport();
  const server = await startServer(options, log, report.logs);
  const { exitCode, problem } = await runChild(words, server.url, options.controlToken);
  if (problem === undefined) for (const said of report.sentences(server.url)) log.warn(said);
  await server.close();
  await flush();
  if (problem !== undefined) fail(problem, exitCode);
  process.exit(exitCode);
}

/** Adds the settings and the help to a command. */
function withSettings(command: Command, shown: CommandHelp): Command {
  for (const name of shown.settings) {
    const { flag, help } = settings[name];
    const option = new Option(flag, help);
    command.addOption(LIST.test(flag) ? option.argParser(joined) : option);
  }
  return showsHelp(command, shown)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
}

function joined(value: string, before: string | undefined): string {
  return before === undefined ? value : `${before},${value}`;
}

/** The port and the host that the server of this container was given; none outside a container. */
function flagsOfContainer(): Record<string, string> {
  const server = withSettings(new Command(), SERVE_HELP)
    .allowUnknownOption()
    .allowExcessArguments();
  server.parseOptions(argsOfContainer(process.argv[1] as string));
  const { port, host } = server.opts<Record<string, string>>();
  return { ...(port !== undefined && { port }), ...(host !== undefined && { host }) };
}

/**
 * Reads the settings. Flags, given to this command or before its name, take precedence over the
 * environment.
 * @param assumed flags to use when they are not given
 */
function optionsOf(
  command: Command,
  env: NodeJS.ProcessEnv = process.env,
  assumed: Readonly<Record<string, string>> = {},
): Options {
  const flags: Record<string, unknown> = { ...assumed };
  for (const each of [command.parent, command]) {
    for (const name of Object.keys(settings))
      if (each?.getOptionValueSource(name) === 'cli') flags[name] = each.getOptionValue(name);
  }
  return readCommandOptions(flags, env);
}

function exitsWithParent(command: Command): boolean {
  return command.optsWithGlobals().exitWithParent === true;
}

function failWith(error: unknown): never {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) process.exit(0);
    if (error.code === 'commander.excessArguments')
      fail(
        `there is no command ${process.argv[2]}. stripe-meter-mock --help lists them.`,
        WRONG_USAGE,
      );
    fail(
      `${error.message.replace(/^error: /, '').replace('\n', ' ')}. stripe-meter-mock --help ` +
        'lists the options.',
      WRONG_USAGE,
    );
  }
  if (error instanceof OptionsError || error instanceof FixtureError)
    fail(error.message, WRONG_USAGE);
  fail(listenProblem(error as NodeJS.ErrnoException & { address?: string; port?: number }), FAILED);
}

function listenProblem(error: NodeJS.ErrnoException & { address?: string; port?: number }): string {
  if (error.code === 'EADDRINUSE')
    return (
      `Port ${error.port} on ${error.address} is in use. Stop the process that listens there, or ` +
      'choose another with --port (0 picks a free one).'
    );
  return error.syscall === undefined ? (error.stack ?? error.message) : error.message;
}

function fail(message: string, exitCode: number): never {
  process.stderr.write(`stripe-meter-mock: ${message}\n`);
  process.exit(exitCode);
}
