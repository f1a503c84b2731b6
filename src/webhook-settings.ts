/** The settings of the events that Stripe sends: where they go, what signs them, and when. */
import * as z from 'zod';
import { setting } from './setting.ts';
import { isVersion, NEWEST_VERSION } from './stripe/versions.ts';
import { whole } from './values.ts';
import { ANYWHERE } from './webhooks/allowed-targets.ts';
import { isTypePattern } from './webhooks/event-types.ts';
import { urlProblem } from './webhooks/target-url.ts';

/** The options for webhooks. */
export interface WebhookSettings {
  /**
   * Where events of every account are delivered: URLs separated by commas, or the flag several
   * times; a reset keeps them. Default: none.
   */
  readonly webhookUrl?: string | readonly string[] | undefined;
  /**
   * The secret that signs deliveries to those URLs: whsec_, then at least 8 letters and digits; the
   * default is public. Default: whsec_stripemetermockstripemetermock00.
   */
  readonly webhookSecret?: string | undefined;
  /**
   * Which types of events those URLs get, separated by commas; a * at the end matches anything.
   * Types that begin with v1. or v2. are sent as thin events, others as snapshots. Default: *.
   */
  readonly webhookEvents?: string | readonly string[] | undefined;
  /**
   * The API version of the snapshots among them; stripe-go and Stripe.net refuse a release other
   * than their own. Default: 2026-10-28.endive.
   */
  readonly webhookApiVersion?: string | undefined;
  /**
   * Hosts that events may be sent to besides this machine, private addresses and local names,
   * separated by commas; a * at the start matches anything. Default: none.
   */
  readonly webhookAllowHost?: string | readonly string[] | undefined;
  /**
   * How long an attempt to deliver an event may take, in milliseconds of real time. Default: 30000.
   */
  readonly webhookTimeoutMs?: number | undefined;
  /**
   * Seconds on the account's clock for which invalid events are gathered into one report; 0 reports
   * each one at once. Default: 10.
   */
  readonly validationWindowSeconds?: number | undefined;
  /** Seconds on the account's clock between the end of that window and its report. Default: 2. */
  readonly reportDelay?: number | undefined;
}

/** As long as Stripe's secrets. It is public: `--webhook-secret` sets another. */
const DEFAULT_SECRET = 'whsec_stripemetermockstripemetermock00';

/** In the order of `--help`. */
export const webhookSettings = {
  webhookUrl: setting(
    '--webhook-url <urls>',
    'Where events of every account are delivered: URLs separated by commas, or the flag ' +
      'several times; a reset keeps them.',
    'URLs that begin with http:// or https://, without user names, separated by commas',
    listOf(z.string().refine((url) => urlProblem(url, ANYWHERE) === undefined)),
  ),
  webhookSecret: setting(
    '--webhook-secret <secret>',
    'The secret that signs deliveries to those URLs: whsec_, then at least 8 letters and ' +
      'digits; the default is public.',
    'whsec_, then at least 8 letters and digits',
    z
      .string()
      .regex(/^whsec_[A-Za-z0-9]{8,}$/)
      .default(DEFAULT_SECRET),
  ),
  webhookEvents: setting(
    '--webhook-events <types>',
    'Which types of events those URLs get, separated by commas; a * at the end matches ' +
      'anything. Types that begin with v1. or v2. are sent as thin events, others as ' +
      'snapshots.',
    'types of events, or beginnings of types followed by *, separated by commas',
    listOf(z.string().refine(isTypePattern), ['*']),
  ),
  webhookApiVersion: setting(
    '--webhook-api-version <version>',
    'The API version of the snapshots among them; stripe-go and Stripe.net refuse a release ' +
      'other than their own.',
    `an API version such as ${NEWEST_VERSION}`,
    z.string().refine(isVersion).default(NEWEST_VERSION),
  ),
  webhookAllowHost: setting(
    '--webhook-allow-host <names>',
    'Hosts that events may be sent to besides this machine, private addresses and local ' +
      'names, separated by commas; a * at the start matches anything.',
    'host names or addresses, or * followed by the end of one, separated by commas',
    listOf(
      z
        .string()
        .toLowerCase()
        .regex(/^\*?[^\s*/]*$/)
        .min(1),
    ),
  ),
  webhookTimeoutMs: setting(
    '--webhook-timeout-ms <milliseconds>',
    'How long an attempt to deliver an event may take, in milliseconds of real time.',
    'a whole number of milliseconds from 1 to 600000',
    whole(1, 600_000).default(30_000),
  ),
  validationWindowSeconds: setting(
    '--validation-window-seconds <seconds>',
    "Seconds on the account's clock for which invalid events are gathered into one report; 0 " +
      'reports each one at once.',
    'a whole number of seconds from 0 to 86400',
    whole(0, 86_400).default(10),
  ),
  reportDelay: setting(
    '--report-delay <seconds>',
    "Seconds on the account's clock between the end of that window and its report.",
    'a whole number of seconds from 0 to 86400',
    whole(0, 86_400).default(2),
  ),
} as const;

/** A list of strings, or one string separated by commas. */
function listOf(item: z.ZodType<string, string>, missing: string[] = []) {
  const text = z.string().transform((value) => value.split(',').map((each) => each.trim()));
  return z
    .union([text, z.array(z.string())])
    .pipe(z.array(item))
    .default(missing);
}
