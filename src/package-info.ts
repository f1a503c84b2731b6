/** What package.json says of this package. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { version, homepage } = require('../package.json') as {
  readonly version: string;
  /** A release sets it; in a clone there is none. */
  readonly homepage?: string;
};

/** The version of this package. */
export const VERSION: string = version;

/** Where its documentation is: a URL, of a file when nobody published it. */
export function documentationUrl(): string {
  const readme = require.resolve('../package.json').replace(/package\.json$/, 'README.md');
  if (homepage === undefined && existsSync(readme)) return pathToFileURL(readme).href;
  return homepage ?? 'https://docs.stripe.com/billing/subscriptions/usage-based';
}
