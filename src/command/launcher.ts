#!/usr/bin/env node
/**
 * The command's file: runs cli.ts, bundled, with what V8 made of it when it was built. To compile
 * it anew takes two thirds of a start more (docs/decisions/start-up.md).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const filename = fileURLToPath(new URL('command.cjs', import.meta.url));
const cachedData = readCache(); // another version of Node does not take it, and compiles as ever
const script = new Script(readFileSync(filename, 'latin1'), {
  filename: 'stripe-meter-mock/dist/command.cjs', // as at the build: see build/compile.mjs
  cachedData,
});
script.runInThisContext()(createRequire(filename), filename);

function readCache(): Buffer | undefined {
  try {
    return readFileSync(`${filename}.cache`);
  } catch {
    return undefined; // it is not there: then too
  }
}
