#!/usr/bin/env node
/**
 * The executable: runs the bundled cli.ts with V8's code cache from the build. Without the cache, a
 * start takes two thirds longer (docs/decisions/start-up.md).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const filename = fileURLToPath(new URL('command.cjs', import.meta.url));
const cachedData = readCache(); // another version of Node rejects it and compiles as usual
const script = new Script(readFileSync(filename, 'latin1'), {
  filename: 'stripe-meter-mock/dist/command.cjs', // as at the build: see build/compile.mjs
  cachedData,
});
script.runInThisContext()(createRequire(filename), filename);

function readCache(): Buffer | undefined {
  try {
    return readFileSync(`${filename}.cache`);
  } catch {
    return undefined; // compiles as usual
  }
}
