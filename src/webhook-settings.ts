/** The settings of what Stripe sends: where to, signed with what, and when. */
import * as z from 'zod';
import { setting } from './setting.ts';
import { isVersion, NEWEST_VERSION } from './stripe/versions.ts';
import { whole } from './values.ts';
import { isTypePattern } from './webhooks/event-types.ts';

/** What can be said of webhooks: each may be left out. */
export interface WebhookSettings {
  /**
   * Where events of every account are delivered to: URLs with commas between, or the flag several
   * times; a reset does not take them away. Default: none.
   */
  readonly webhookUrl?: string | readonly string[] | undefined;
  /**
   * What deliveries to those URLs are signed with: whsec_ and at least 8 letters and digits; the
   * default is known to everyone. Default: whsec_stripemetermockstripemetermock00.
   */
  readonly webhookSecret?: string | undefined;
  /**
   * Which types those URLs get, with commas between; a * at the end stands for any rest. Types
   * that begin with v1. or v2. go out thin, others as snapshots. Default: *.
   */
  readonly webhookEvents?: string | readonly string[] | undefined;
  /**
   * The API version of the snapshots among them; stripe-go and Stripe.net refuse another release
   * than their own. Default: 2026-10-28.endive.
   */
  readonly webhookApiVersion?: string | undefined;
  /**
   * Hosts that events may be sent to beside this machine, private addresses and local names, with
   * commas between; a * at the start stands for any rest. Default: none.
   */
  readonly webhookAllowHost?: string | readonly string[] | undefined;
  /** Milliseconds of real time until a delivery is given up. Default: 30000. */
  readonly webhookTimeoutMs?: number | undefined;
  /**
   * Seconds on the account's clock for which invalid events are gathered into one report; 0
   * reports each by itself, at once. Default: 10.
   */
  readonly validationWindowSeconds?: number | undefined;
  /** Seconds on the account's clock from the end of that window to its report. Default: 2. */
  readonly reportDelay?: number | undefined;
}

/** As long as Stripe's are. It is no secret: `--webhook-secret` sets another. */
const DEFAULT_SECRET = 'whsec_stripemetermockstripemetermock00';

/** In the order of `--help`. */
export const webhookSettings = {
  webhookUrl: setting(
    '--webhook-url <urls>',
    'Where events of every account are delivered to: URLs with commas between, or the ' +
      'flag several times; a reset does not take them away.',
    'URLs that begin with http:// or https://, without user names, with commas between',
    listOf(z.string().refine(isTargetUrl)),
  ),
  webhookSecret: setting(
    '--webhook-secret <secret>',
    'What deliveries to those URLs are signed with: whsec_ and at least 8 letters and ' +
      'digits; the default is known to everyone.',
    'whsec_ and at least 8 letters and digits',
    z
      .string()
      .regex(/^whsec_[A-Za-z0-9]{8,}$/)
      .default(DEFAULT_SECRET),
  ),
  webhookEvents: setting(
    '--webhook-events <types>',
    'Which types those URLs get, with commas between; a * at the end stands for any ' +
      'rest. Types that begin with v1. or v2. go out thin, others as snapshots.',
    'types of events, or the beginning of some with a *, with commas between',
    listOf(z.string().refine(isTypePattern), ['*']),
  ),
  webhookApiVersion: setting(
    '--webhook-api-version <version>',
    'The API version of the snapshots among them; stripe-go and Stripe.net refuse ' +
      'another release than their own.',
    `a version of Stripe's API, as ${NEWEST_VERSION}`,
    z.string().refine(isVersion).default(NEWEST_VERSION),
  ),
  webhookAllowHost: setting(
    '--webhook-allow-host <names>',
    'Hosts that events may be sent to beside this machine, private addresses and ' +
      'local names, with commas between; a * at the start stands for any rest.',
    'host names or addresses, or the end of some behind a *, with commas between',
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
    'Milliseconds of real time until a delivery is given up.',
    'a whole number of milliseconds from 1 to 600000',
    whole(1, 600_000).default(30_000),
  ),
  validationWindowSeconds: setting(
    '--validation-window-seconds <seconds>',
    "Seconds on the account's clock for which invalid events are gathered into one " +
      'report; 0 reports each by itself, at once.',
    'a whole number of seconds from 0 to 86400',
    whole(0, 86_400).default(10),
  ),
  reportDelay: setting(
    '--report-delay <seconds>',
    "Seconds on the account's clock from the end of that window to its report.",
    'a whole number of seconds from 0 to 86400',
    whole(0, 86_400).default(2),
  ),
} as const;

/** A list of texts, or one text with commas between them. */
function listOf(item: z.ZodType<string, string>, missing: string[] = []) {
  const text = z.string().transform((value) => value.split(',').map((each) => each.trim()));
  return z
    .union([text, z.array(z.string())])
    .pipe(z.array(item))
    .default(missing);
}

function isTargetUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
