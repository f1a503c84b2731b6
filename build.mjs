/** Builds dist: one bundle for the command and the library, since most of a start is finding and compiling files; declarations come from tsc. */
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/cli.ts', 'src/index.ts', 'src/vitest.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['vitest', 'yaml', 'pino-pretty'], // loaded only when needed
  legalComments: 'linked',
  banner: { js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);" },
  logLevel: 'warning',
});
