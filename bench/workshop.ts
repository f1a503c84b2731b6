/** A temporary folder in which all that is measured is plain JavaScript: a copy of dist, and the bench programs, bundled. */
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
/** Ours has its dependencies in the bundle, as the command has: from files of their own, V8 kept what zod makes for a request as if it lived long. */
const OURS = 'servers/filled';
/** What bundled dependencies in CommonJS ask for. */
const REQUIRE =
  "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);";

/** What a measurement gets. */
export interface Workshop {
  /** Whether to use small sizes, only to see that it works. */
  readonly quick: boolean;
  readonly cores: Cores | undefined;
  /** The command as built, copied: another build meanwhile changes nothing. */
  readonly cli: string;
  /** The library as built, copied. */
  readonly library: string;
  /** The file of a bench program. */
  program(name: (typeof PROGRAMS)[number] | typeof OURS): string;
  /** A new file for a log. */
  logFile(): string;
  /** The first size, or with --quick the second. */
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
    copyFileSync('package.json', join(folder, place)); // the bundle of src asks for ../package.json
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
