/**
 * A temporary folder with everything that is measured as plain JavaScript: a copy of dist, and the
 * bundled bench programs.
 */
import { copyFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import type { Cores } from './machine.ts';

const PROGRAMS = [
  'load',
  'programs/probe',
  'programs/window',
  'programs/library',
  'programs/clocks',
  'servers/http',
  'servers/fastify',
  'servers/stream-http',
] as const;
/**
 * Its dependencies are bundled, as in the command: when they were separate files, V8 treated what
 * zod allocates for a request as long-lived.
 */
const OURS = 'servers/filled';
/** Bundled CommonJS dependencies need `require`. */
const REQUIRE =
  "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);";

/** What a measurement is given. */
export interface Workshop {
  /** Whether to use small sizes, just to check that it works. */
  readonly quick: boolean;
  readonly cores: Cores | undefined;
  /** A copy of the built command, so that a build in the meantime does not affect it. */
  readonly cli: string;
  /** A copy of the built library. */
  readonly library: string;
  /** The file of a bench program. */
  program(name: (typeof PROGRAMS)[number] | typeof OURS): string;
  /** A new file for a log. */
  logFile(): string;
  /** The first size, or the second with --quick. */
  size(full: number, quick: number): number;
  /** Removes the folder. */
  remove(): void;
}

export function openWorkshop(quick: boolean, cores: Cores | undefined): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'meter-mock-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  bundle(join(folder, 'bench'));
  for (const place of ['package.json', 'bench/package.json'])
    copyFileSync('package.json', join(folder, place)); // the bundle of src reads ../package.json
  let logs = 0;
  return {
    quick,
    cores,
    cli: join(folder, 'dist/cli.cjs'),
    library: join(folder, 'dist/index.js'),
    program: (name) => join(folder, 'bench', `${name}.js`),
    logFile: () => join(folder, `${++logs}.log`),
    size: (full, small) => (quick ? small : full),
    remove,
  };
}

function bundle(outdir: string): void {
  const options = {
    outdir,
    outbase: 'bench',
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  } as const;
  buildSync({
    ...options,
    entryPoints: PROGRAMS.map((name) => `bench/${name}.ts`),
    packages: 'external',
  });
  buildSync({ ...options, entryPoints: [`bench/${OURS}.ts`], banner: { js: REQUIRE } });
}
