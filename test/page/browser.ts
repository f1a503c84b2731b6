/** A real browser for the tests of the page: the first of $CHROME, google-chrome, chromium. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Its executable; undefined if the machine has none. */
export function findBrowser(): string | undefined {
  const { CHROME } = process.env;
  if (CHROME) {
    accessSync(CHROME, constants.X_OK);
    return CHROME;
  }
  for (const name of ['google-chrome', 'chromium']) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // try the next one
    }
  }
  return undefined;
}

/** Starts it without anything that uses the network. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--js-flags=--expose-gc',
      '--enable-precise-memory-info',
    ],
  });
}
