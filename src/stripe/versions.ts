/**
 * API versions: which ones exist, and which rules they introduced
 * (docs/stripe/requests.md#versions).
 */

/** The newest version known here: the default of stripe-node 23.1.0. */
export const NEWEST_VERSION = '2026-10-28.endive';

/**
 * From this version on, values with too many digits or decimals are refused at once
 * (docs/stripe/meter-events.md#values).
 */
export const MANY_DIGITS_REFUSED_SINCE = '2026-04-22';

/**
 * From this version on, metered prices need meters, and periods belong to subscription items
 * (docs/stripe/subscriptions.md#versions).
 */
export const BASIL = '2025-03-31';
/**
 * From this version on, `billing_mode` can be flexible; from the next one on, that is the default.
 */
export const FLEXIBLE_SINCE = '2025-06-30';
export const FLEXIBLE_BY_DEFAULT_SINCE = '2025-09-30';
/** From this version on, lines have `quantity_decimal` and `subtotal`. */
export const LINE_DECIMALS_SINCE = '2026-03-25';
/**
 * From this version on, subscriptions have `billing_schedules` and other fields that are empty
 * here.
 */
export const BILLING_SCHEDULES_SINCE = '2026-08-26';

/** The first day of each named release, oldest first. Earlier versions have no name. */
const RELEASES = [
  ['2024-09-30', 'acacia'],
  ['2025-03-31', 'basil'],
  ['2025-09-30', 'clover'],
  ['2026-03-25', 'dahlia'],
  ['2026-09-30', 'endive'],
] as const;
const OLDEST = '2011-01-01';
const VERSION = /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:\.([a-z]+))?$/;

/**
 * Whether Stripe could have such a version: a plain date before the first release, or a date with
 * the name of its release. Names of releases after the newest known one are accepted. Whether a
 * version was really released on that date is not checked.
 */
export function isVersion(version: string): boolean {
  if (version === NEWEST_VERSION) return true;
  const [dated = ''] = version.split(';', 1); // beta SDKs add `; feature=v1`
  const match = VERSION.exec(dated);
  if (match === null) return false;
  const [, day = '', name] = match;
  const release = RELEASES.findLast(([since]) => since <= day);
  if (name === undefined) return release === undefined && day >= OLDEST;
  if (release === undefined) return false;
  return name === 'preview' || name === release[1] || release === RELEASES.at(-1);
}

/** Whether a version is a preview: previews have fields that others do not. */
export function isPreview(version: string): boolean {
  return version.includes('.preview');
}

/** Whether a version is from that day or later. */
export function isSince(version: string, day: string): boolean {
  return version.slice(0, 10) >= day;
}
