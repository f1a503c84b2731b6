/** Rolls up tsc's declarations into one file for each entry, for `import` and for `require`. */
import { copyFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/** Where tsc writes them (tsconfig.build.json). */
const FROM = 'node_modules/.cache/declarations';
/** For `Symbol.asyncDispose`, whichever `lib` the user's tsconfig.json sets. */
const LIB = '/// <reference lib="esnext.disposable" />';

/** tsc keeps the import paths of the sources: `./client.ts` is `client.d.ts` here. */
const sources = {
  name: 'declarations of sources',
  resolveId: (id, importer) =>
    id.startsWith('.') && importer !== undefined
      ? resolve(dirname(importer), id.replace(/\.ts$/, '.d.ts'))
      : null,
};

for (const entry of ['index', 'vitest']) {
  const bundle = await rollup({
    input: `${FROM}/${entry}.d.ts`,
    plugins: [sources, dts()],
    external: (id) => id === 'vitest' || id.startsWith('node:'),
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  await bundle.write({
    file: `dist/${entry}.d.ts`,
    format: 'es',
    banner: entry === 'index' ? LIB : '',
  });
  copyFileSync(`dist/${entry}.d.ts`, `dist/${entry}.d.cts`);
}
rmSync(FROM, { recursive: true });
