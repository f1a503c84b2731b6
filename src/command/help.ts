/**
 * What `--help` shows for each command: its settings with their defaults, two examples and a link.
 */
import type { Command, Option } from 'commander';
import { defaultOf, type Options, settings } from '../options.ts';
import { documentationUrl } from '../package-info.ts';

/** The help of a command. */
export interface CommandHelp {
  /** Its settings, in order. */
  readonly settings: readonly (keyof Options)[];
  /** Defaults that differ for this command. */
  readonly defaults?: Readonly<Partial<Record<keyof Options, string>>>;
  /** Variables that differ for this command. */
  readonly variables?: Readonly<Partial<Record<keyof Options, readonly string[]>>>;
  readonly examples: readonly [string, string];
}

const ALL = Object.keys(settings) as (keyof Options)[];

export const SERVE_HELP: CommandHelp = {
  settings: ALL,
  defaults: { port: '12111', logLevel: 'info' },
  examples: [
    'stripe-meter-mock --strict --fixtures seed.yaml',
    'stripe-meter-mock --port 0 --clock 2026-01-01T00:00:00Z,frozen',
  ],
};

export const HEALTHCHECK_HELP: CommandHelp = {
  settings: ['port', 'host'],
  defaults: { port: '12111' },
  examples: ['stripe-meter-mock healthcheck', 'stripe-meter-mock healthcheck --port 12112'],
};

export const EXEC_HELP: CommandHelp = {
  settings: ALL,
  defaults: { port: 'a free one', logLevel: 'warn' },
  variables: { port: ['METER_MOCK_PORT'] }, // PORT is the application's
  examples: [
    'stripe-meter-mock exec -- npm test',
    'stripe-meter-mock exec --strict --seed 1 -- go test ./...',
  ],
};

/** Adds the help to a command. It is built only when it is shown. */
export function showsHelp(command: Command, shown: CommandHelp): Command {
  return command
    .configureHelp({ optionDescription: (option) => describe(option, shown) })
    .addHelpText('after', () => `\n${endOf(shown)}`);
}

function describe(option: Option, { defaults, variables }: CommandHelp): string {
  const name = option.attributeName() as keyof Options;
  if (!(name in settings)) return option.description; // --help, --version
  const { help, env } = settings[name];
  const read = (variables?.[name] ?? env).join(', ');
  return `${help} Default: ${defaults?.[name] ?? defaultOf(name)}. (${read})`;
}

function endOf({ examples }: CommandHelp): string {
  const shown = examples.map((example) => `  ${example}\n`).join('');
  return `Examples:\n${shown}\nDocumentation: ${documentationUrl()}`;
}
