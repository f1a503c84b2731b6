/**
 * All settings, in one list for flags, environment variables and library options. The text of each
 * is in `settings`, for `--help`, and above its field in `MeterMockOptions`, for editors; a test
 * compares the two with docs/settings.md.
 */
import * as z from 'zod';
import { adviceOf, isHost, unknownVariables } from './option-advice.ts';
import { clock, hostNames } from './option-values.ts';
import { type Setting, setting } from './setting.ts';
import { flag, shown, whole } from './values.ts';
import { type WebhookSettings, webhookSettings } from './webhook-settings.ts';

/** The options of a mock. All are optional, and named like the flags. */
export interface MeterMockOptions extends WebhookSettings {
  /** The port to listen on; 0 picks a free one. Default: 12111, in the library 0. */
  readonly port?: number | undefined;
  /** The address to listen on; 127.0.0.1 allows this machine only. Default: 127.0.0.1. */
  readonly host?: string | undefined;
  /**
   * Refuse unknown meters and customers, as a real account does, instead of accepting them.
   * Default: false.
   */
  readonly strict?: boolean | undefined;
  /** Accept live keys, which are refused otherwise. Default: false. */
  readonly allowLiveKeys?: boolean | undefined;
  /**
   * How many events are kept for inspection and cancellation; totals and identifiers do not depend
   * on it. Default: 100000.
   */
  readonly retain?: number | undefined;
  /** How many requests are kept for inspection. Default: 10000. */
  readonly retainRequests?: number | undefined;
  /** A whole number that makes ids and probabilities the same in every run. Default: none. */
  readonly seed?: number | undefined;
  /**
   * What is logged on stderr: debug, info, warn, error or silent. Default: info, in the library
   * silent.
   */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent' | undefined;
  /** Seconds on the mock's clock before an event shows in summaries. Default: 0. */
  readonly summaryLag?: number | undefined;
  /**
   * What to do with a request that Stripe would prorate: refuse it with an error that says so
   * (refuse), or treat it as proration_behavior=none (none). Default: refuse.
   */
  readonly proration?: 'refuse' | 'none' | undefined;
  /**
   * How long the token of a meter event session is valid, in seconds on the mock's clock; a short
   * time exposes clients that never renew it. Default: 900.
   */
  readonly sessionSeconds?: number | undefined;
  /** The status for an expired token: 401, or 400 as in the SDKs' own tests. Default: 401. */
  readonly sessionExpiredStatus?: 400 | 401 | undefined;
  /**
   * Process one meter event at a time for each customer and meter, as Stripe documents; another
   * that arrives meanwhile is refused. Default: false.
   */
  readonly lockCustomers?: boolean | undefined;
  /**
   * Where the clock starts, and whether it stands still: seconds or ISO 8601, frozen, or both
   * separated by a comma, as in 2026-01-01T00:00:00Z,frozen. Default: real time.
   */
  readonly clock?: string | ClockSetting | undefined;
  /**
   * A file or folder of fixtures, JSON or YAML, loaded at startup and after every reset. Default:
   * none.
   */
  readonly fixtures?: string | undefined;
  /**
   * A file to load the state from at startup, clock included, if the file exists, and to save it to
   * when the server ends and on POST /_mock/state. Default: none.
   */
  readonly state?: string | undefined;
  /**
   * Whether to serve the control routes under /_mock; --no-control leaves them out. Default: true.
   */
  readonly control?: boolean | undefined;
  /** A bearer token of at least 8 characters that the control routes require. Default: none. */
  readonly controlToken?: string | undefined;
  /**
   * Host names, separated by commas, by which the control routes may be called, besides IP
   * addresses and localhost. Default: none.
   */
  readonly allowHost?: string | readonly string[] | undefined;
}

type Given<Name extends keyof MeterMockOptions> = Exclude<MeterMockOptions[Name], undefined>;

/** The options as the server uses them: parsed, with defaults filled in. */
export type Options = {
  readonly [Name in Exclude<keyof MeterMockOptions, 'clock' | List | Absent>]: Given<Name>;
} & {
  readonly [Name in Absent]: Given<Name> | undefined;
} & {
  readonly clock: ClockSetting;
} & {
  readonly [Name in List]: readonly string[];
};

/** Options that are lists, or one string separated by commas. */
type List = 'allowHost' | 'webhookAllowHost' | 'webhookEvents' | 'webhookUrl';

/** Options without a default. */
type Absent = 'seed' | 'fixtures' | 'state' | 'controlToken';

/** A parsed `clock` setting. */
export interface ClockSetting {
  /** Where it starts, in milliseconds since the epoch. Default: real time. */
  readonly startMs?: number | undefined;
  /** Whether it stands still. */
  readonly frozen: boolean;
}

/** The settings in the order of `--help`. */
export const settings = {
  port: setting(
    '--port <number>',
    'The port to listen on; 0 picks a free one.',
    'a whole number from 0 to 65535',
    whole(0, 65_535).default(12_111),
    ['PORT'],
  ),
  host: setting(
    '--host <address>',
    'The address to listen on; 127.0.0.1 allows this machine only.',
    'an address or a host name',
    z.string().refine(isHost).default('127.0.0.1'),
  ),
  strict: setting(
    '--strict',
    'Refuse unknown meters and customers, as a real account does, instead of accepting them.',
    'true or false',
    flag.default(false),
  ),
  allowLiveKeys: setting(
    '--allow-live-keys',
    'Accept live keys, which are refused otherwise.',
    'true or false',
    flag.default(false),
  ),
  retain: setting(
    '--retain <count>',
    'How many events are kept for inspection and cancellation; totals and identifiers do ' +
      'not depend on it.',
    'a whole number from 0 to 10000000',
    whole(0, 10_000_000).default(100_000),
  ),
  retainRequests: setting(
    '--retain-requests <count>',
    'How many requests are kept for inspection.',
    'a whole number from 0 to 10000000',
    whole(0, 10_000_000).default(10_000),
  ),
  seed: setting(
    '--seed <number>',
    'A whole number that makes ids and probabilities the same in every run.',
    'a whole number from -2147483648 to 2147483647',
    whole(-(2 ** 31), 2 ** 31 - 1).optional(),
  ),
  logLevel: setting(
    '--log-level <level>',
    'What is logged on stderr: debug, info, warn, error or silent.',
    'debug, info, warn, error or silent',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
  summaryLag: setting(
    '--summary-lag <seconds>',
    "Seconds on the mock's clock before an event shows in summaries.",
    'a whole number of seconds from 0 to 1000000000',
    whole(0, 1_000_000_000).default(0),
  ),
  proration: setting(
    '--proration <what>',
    'What to do with a request that Stripe would prorate: refuse it with an error that ' +
      'says so (refuse), or treat it as proration_behavior=none (none).',
    'refuse or none',
    z.enum(['refuse', 'none']).default('refuse'),
  ),
  sessionSeconds: setting(
    '--session-seconds <seconds>',
    "How long the token of a meter event session is valid, in seconds on the mock's " +
      'clock; a short time exposes clients that never renew it.',
    'a whole number of seconds from 1 to 1000000000',
    whole(1, 1_000_000_000).default(900),
  ),
  sessionExpiredStatus: setting(
    '--session-expired-status <status>',
    "The status for an expired token: 401, or 400 as in the SDKs' own tests.",
    '400 or 401',
    whole(400, 401)
      .transform((status) => status as 400 | 401)
      .default(401),
  ),
  lockCustomers: setting(
    '--lock-customers',
    'Process one meter event at a time for each customer and meter, as Stripe documents; ' +
      'another that arrives meanwhile is refused.',
    'true or false',
    flag.default(false),
  ),
  clock: setting(
    '--clock <start>',
    'Where the clock starts, and whether it stands still: seconds or ISO 8601, frozen, or ' +
      'both separated by a comma, as in 2026-01-01T00:00:00Z,frozen.',
    'seconds or ISO 8601, "frozen", or both separated by a comma',
    clock(),
  ),
  fixtures: setting(
    '--fixtures <path>',
    'A file or folder of fixtures, JSON or YAML, loaded at startup and after every reset.',
    'a path',
    z.string().min(1).optional(),
  ),
  state: setting(
    '--state <file>',
    'A file to load the state from at startup, clock included, if the file exists, and to ' +
      'save it to when the server ends and on POST /_mock/state.',
    'a path',
    z.string().min(1).optional(),
  ),
  ...webhookSettings,
  control: setting(
    '--no-control',
    'Whether to serve the control routes under /_mock; --no-control leaves them out.',
    'true or false',
    flag.default(true),
  ),
  controlToken: setting(
    '--control-token <token>',
    'A bearer token of at least 8 characters that the control routes require.',
    'a token of at least 8 characters',
    z.string().min(8).optional(),
  ),
  allowHost: setting(
    '--allow-host <names>',
    'Host names, separated by commas, by which the control routes may be called, besides ' +
      'IP addresses and localhost.',
    'host names separated by commas',
    hostNames(),
  ),
} as const satisfies Record<keyof Options, Setting>;

/** Defaults that cannot be read from a schema. */
const SHOWN_DEFAULTS: Readonly<Partial<Record<keyof Options, string>>> = {
  port: '12111, in the library 0',
  logLevel: 'info, in the library silent',
  clock: 'real time',
  allowHost: 'none',
  webhookUrl: 'none',
  webhookAllowHost: 'none',
};

/** The default of a setting, as shown to users. */
export function defaultOf(name: keyof Options): string {
  const shown = SHOWN_DEFAULTS[name] ?? settings[name].schema.parse(undefined) ?? 'none';
  return String(shown);
}

/** An invalid setting: its message names the setting, the value and what is accepted. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

/** A value and its source, for the error. */
interface GivenValue {
  readonly value: unknown;
  readonly source: string;
}

/** Checks settings given to the library. Throws an OptionsError. */
export function readOptions(
  given: Partial<Record<keyof Options, unknown>>,
  defaults: Partial<Options> = {},
): Options {
  const unknown = Object.keys(given).find((name) => !(name in settings));
  if (unknown !== undefined)
    throw new OptionsError(
      `There is no option ${unknown}. The options are ${Object.keys(settings).join(', ')}.`,
    );
  return read((name) => ({ value: given[name] ?? defaults[name], source: name }));
}

/** Flags take precedence over the environment, then defaults. Throws an OptionsError. */
export function readCommandOptions(
  flags: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
): Options {
  return read((name) => {
    if (flags[name] !== undefined)
      return { value: flags[name], source: settings[name].flag.split(' ', 1)[0] as string };
    const variable = settings[name].env.find(
      (candidate) => env[candidate] !== undefined && env[candidate] !== '',
    );
    return { value: variable === undefined ? undefined : env[variable], source: variable ?? name };
  });
}

/** A sentence for each variable that looks like a setting of this server but is not one. */
export function strangeVariables(env: NodeJS.ProcessEnv): string[] {
  return unknownVariables(
    env,
    Object.values(settings).flatMap((each) => each.env),
  );
}

function read(find: (name: keyof Options) => GivenValue): Options {
  const entries = (Object.keys(settings) as (keyof Options)[]).map((name) => {
    const { value, source } = find(name);
    const result = settings[name].schema.safeParse(value);
    if (!result.success)
      throw new OptionsError(
        `${source} is ${shown(value)}; it must be ${settings[name].takes}.${adviceOf(name, value)}`,
      );
    return [name, result.data];
  });
  return Object.fromEntries(entries) as Options;
}
