/** Rolls up the declarations of tsc: a file for each entry, for `import` and for `require`. */
import { copyFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/** Where tsconfig.build.json has them written. */
const FROM = 'node_modules/.cache/declarations';
/** `Symbol.asyncDispose`, whatever `lib` the user's settings have. */
const LIB = '/// <reference lib="esnext.disposable" />';

/** tsc leaves the names that the sources import: `./client.ts` is `client.d.ts` here. */
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
