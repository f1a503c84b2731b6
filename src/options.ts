/** Every setting, once: flags, environment variables and library options are the same list. */
import * as z from 'zod';
import { flag, parseTime, whole } from './values.ts';

/** What a mock can be told. Every field has a default. */
export interface Options {
  /** The port to listen on; 0 takes a free one. The command's default is 12111, the library's 0. */
  readonly port: number;
  /** The address to listen on. Default 127.0.0.1: this machine only. */
  readonly host: string;
  /** Refuse unknown meters and customers rather than take them, and nothing else. Default false. */
  readonly strict: boolean;
  /** Take live keys, which are refused otherwise. Default false. */
  readonly allowLiveKeys: boolean;
  /**
   * How many events are kept for inspection and for cancelling. Default 100000. Totals and
   * identifiers do not depend on it.
   */
  readonly retain: number;
  /** How many requests are kept for inspection. Default 10000. */
  readonly retainRequests: number;
  /** Makes ids and probabilities the same in every run: a whole number. Default: none. */
  readonly seed: number | undefined;
  /** What is logged on stderr. The command's default is `info`, the library's `silent`. */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Seconds on the mock's clock until an event shows in summaries. Default 0. */
  readonly summaryLag: number;
  /** Seconds on the mock's clock that the token of a meter event session is taken. Default 900. */
  readonly sessionSeconds: number;
  /** What the stream answers an expired token with. Default 401; tests of SDKs expect 400. */
  readonly sessionExpiredStatus: 400 | 401;
  /**
   * What becomes of a request that Stripe would prorate: `refuse`, or `none`, which takes it as
   * though it said `proration_behavior=none`. Default `refuse`: a wrong amount is worse than none.
   */
  readonly proration: 'refuse' | 'none';
  /**
   * Where the clock starts: seconds or ISO 8601, `frozen`, or both with a comma between. Default:
   * real time.
   */
  readonly clock: ClockSetting;
  /**
   * A file or folder of fixtures, JSON or YAML, loaded at the start and after every reset. Default:
   * none.
   */
  readonly fixtures: string | undefined;
  /** Whether there are control routes under /_mock. Default true. */
  readonly control: boolean;
  /** A bearer token that the control routes then ask for. Default: none. */
  readonly controlToken: string | undefined;
  /**
   * Host names, beside addresses and localhost, that the control routes may be called by. Default:
   * none.
   */
  readonly allowHost: readonly string[];
}

/** A `clock` setting, read. */
export interface ClockSetting {
  readonly startMs: number | undefined;
  readonly frozen: boolean;
}

/** One setting as the command shows it. */
export interface Setting {
  readonly flag: string;
  /** Environment variables; the first one set wins. */
  readonly env: readonly string[];
  readonly help: string;
  /** What a right value looks like, for the error that names a wrong one. */
  readonly takes: string;
  readonly schema: z.ZodType;
}

/** The settings in the order of `--help`. */
export const settings = {
  port: setting(
    '--port <number>',
    'port to listen on; 0 takes a free one',
    'a whole number from 0 to 65535',
    whole(0, 65_535).default(12_111),
    ['PORT'],
  ),
  host: setting(
    '--host <address>',
    'address to listen on',
    'an address or a host name',
    z.string().min(1).default('127.0.0.1'),
  ),
  strict: setting(
    '--strict',
    'refuse unknown meters and customers',
    'true or false',
    flag.default(false),
  ),
  allowLiveKeys: setting(
    '--allow-live-keys',
    'take live keys',
    'true or false',
    flag.default(false),
  ),
  retain: setting(
    '--retain <count>',
    'events kept for inspection',
    'a whole number from 0 to 10000000',
    whole(0, 10_000_000).default(100_000),
  ),
  retainRequests: setting(
    '--retain-requests <count>',
    'requests kept for inspection',
    'a whole number from 0 to 10000000',
    whole(0, 10_000_000).default(10_000),
  ),
  seed: setting(
    '--seed <number>',
    'make ids and probabilities repeatable',
    'a whole number from -2147483648 to 2147483647',
    whole(-(2 ** 31), 2 ** 31 - 1).optional(),
  ),
  logLevel: setting(
    '--log-level <level>',
    'what is logged on stderr',
    'debug, info, warn, error or silent',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
  summaryLag: setting(
    '--summary-lag <seconds>',
    'seconds until an event shows in summaries',
    'a whole number of seconds from 0 to 1000000000',
    whole(0, 1_000_000_000).default(0),
  ),
  proration: setting(
    '--proration <what>',
    'what would be prorated: refuse it, or take it as none',
    'refuse or none',
    z.enum(['refuse', 'none']).default('refuse'),
  ),
  sessionSeconds: setting(
    '--session-seconds <seconds>',
    'seconds that the token of a meter event session is taken',
    'a whole number of seconds from 1 to 1000000000',
    whole(1, 1_000_000_000).default(900),
  ),
  sessionExpiredStatus: setting(
    '--session-expired-status <status>',
    'status for an expired token: 401, or 400 as in tests of SDKs',
    '400 or 401',
    whole(400, 401)
      .transform((status) => status as 400 | 401)
      .default(401),
  ),
  clock: setting(
    '--clock <start>',
    'where the clock starts, and whether it is frozen',
    'seconds or ISO 8601, "frozen", or both with a comma between',
    clock(),
  ),
  fixtures: setting(
    '--fixtures <path>',
    'a file or folder to load',
    'a path',
    z.string().min(1).optional(),
  ),
  control: setting(
    '--no-control',
    'leave out the control routes under /_mock',
    'true or false',
    flag.default(true),
  ),
  controlToken: setting(
    '--control-token <token>',
    'bearer token for the control routes',
    'a token of at least 8 characters',
    z.string().min(8).optional(),
  ),
  allowHost: setting(
    '--allow-host <names>',
    'host names the control routes may be called by, with commas between',
    'host names with commas between',
    hostNames(),
  ),
} as const satisfies Record<keyof Options, Setting>;

/** A wrong setting: its message names the setting, what it got and what it takes. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

/** A value and where it came from, for the error. */
interface Given {
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

/** Flags win over the environment, the environment over the defaults. Throws an OptionsError. */
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

function read(find: (name: keyof Options) => Given): Options {
  const entries = (Object.keys(settings) as (keyof Options)[]).map((name) => {
    const { value, source } = find(name);
    const result = settings[name].schema.safeParse(value);
    if (!result.success)
      throw new OptionsError(
        `${source} got ${JSON.stringify(value)}; it takes ${settings[name].takes}.`,
      );
    return [name, result.data];
  });
  return Object.fromEntries(entries) as Options;
}

function setting<S extends z.ZodType>(
  flagText: string,
  help: string,
  takes: string,
  schema: S,
  moreEnv: readonly string[] = [],
): Setting & { schema: S } {
  const name = flagText.replace(/^--(no-)?/, '').replace(/ .*/, '');
  return {
    flag: flagText,
    env: [`METER_MOCK_${name.toUpperCase().replaceAll('-', '_')}`, ...moreEnv],
    help,
    takes,
    schema,
  };
}

function clock() {
  const text = z.string().transform((value, context): ClockSetting => {
    const parts = value.split(',').map((part) => part.trim());
    const times = parts.filter((part) => part !== 'frozen');
    const startMs = times[0] === undefined ? undefined : parseTime(times[0]);
    if (times.length > 1 || (times.length === 1 && startMs === undefined))
      context.addIssue('not a clock setting');
    return { startMs, frozen: parts.includes('frozen') };
  });
  const read = z.object({ startMs: z.number().optional(), frozen: z.boolean() });
  return z.union([
    text,
    read,
    z.undefined().transform(() => ({ startMs: undefined, frozen: false })),
  ]);
}

function hostNames() {
  const text = z
    .string()
    .transform((value) => value.split(',').map((name) => name.trim().toLowerCase()));
  return z
    .union([text, z.array(z.string().toLowerCase())])
    .pipe(z.array(z.string().regex(/^[^\s:/]+$/)))
    .default([]);
}
