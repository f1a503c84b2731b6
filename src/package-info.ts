/** Information from package.json. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { version, homepage } = require('../package.json') as {
  readonly version: string;
  /** Set by a release; absent in a clone. */
  readonly homepage?: string;
};

/** The version of this package. */
export const VERSION: string = version;

/** The URL of its documentation; of a file, if the package was not published. */
export function documentationUrl(): string {
  const readme = require.resolve('../package.json').replace(/package\.json$/, 'README.md');
  if (homepage === undefined && existsSync(readme)) return pathToFileURL(readme).href;
  return homepage ?? 'https://docs.stripe.com/billing/subscriptions/usage-based';
}
