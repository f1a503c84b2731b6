#!/usr/bin/env node
/** The command: runs what was built, or says that nothing was built. */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const built = join(__dirname, '../dist/cli.cjs');
if (existsSync(built)) {
  require(built);
} else {
  process.stderr.write(
    'stripe-meter-mock: it was not built. Run npm ci && npm run build in ' +
      `${join(__dirname, '..')}, or install it without --ignore-scripts.\n`,
  );
  process.exitCode = 1;
}
