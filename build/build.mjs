/**
 * Builds dist: the command and the library, each in one bundle that needs no other package
 * (docs/decisions/start-up.md, docs/decisions/no-dependencies.md). Declarations come from tsc.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeContents } from './contents.mjs';
import { lazyRoutes } from './lazy-routes.mjs';
import { LOADED_WHEN_NEEDED, leftOut, leftOutOfCommand, leftToOthers } from './left-out.mjs';
import { buildPage } from './page.mjs';

const BUNDLE_URL = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

const options = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs', // Node loads it faster than ES modules, and `require` gets it too
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: BUNDLE_URL },
  legalComments: 'none', // dist/third-party-licenses.txt has every licence, whole
  // Use `require`: neither code from V8's cache nor Jest in CommonJS can import.
  supported: { 'dynamic-import': false },
  metafile: true,
  logLevel: 'warning',
};

/** Both entries of the library in one bundle, so that `import` and `require` share its classes. */
const LIBRARY =
  "export * from './src/index.ts'; export { default as setup } from './src/vitest.ts';";

rmSync('dist', { recursive: true, force: true });
const bundles = await Promise.all([
  build({
    ...options,
    plugins: [leftToOthers, leftOut, lazyRoutes],
    outdir: undefined,
    outfile: 'dist/library.cjs',
    stdin: { contents: LIBRARY, resolveDir: '.', sourcefile: 'library' },
  }),
  build({
    ...options,
    minify: true,
    entryPoints: LOADED_WHEN_NEEDED.map((name) => ({ in: name, out: name })),
  }),
  build({
    ...options,
    minify: true, // read at each start
    entryPoints: [{ in: 'src/command/launcher.ts', out: 'cli' }],
  }),
  build({
    ...options,
    minify: true,
    plugins: [leftToOthers, leftOutOfCommand, lazyRoutes],
    entryPoints: [{ in: 'src/command/cli.ts', out: 'command' }],
    banner: {
      js: `(function (require, __filename) { const module = { exports: {} }; ${BUNDLE_URL}`,
    },
    footer: { js: '})' },
  }),
]);
bundles.forEach(refuseStrays);
bundles.push(await buildPage());
writeEntries();
writeContents(bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
compile();

/** A bundle may load only Node's modules and our other bundles. */
function refuseStrays({ metafile }) {
  const isOurs = (path) =>
    builtinModules.includes(path.replace(/^node:/, '')) ||
    LOADED_WHEN_NEEDED.some((name) => path === `./${name}.cjs`);
  for (const { imports } of Object.values(metafile.outputs)) {
    const stray = imports.find(({ path, external }) => external && !isOurs(path));
    if (stray !== undefined) throw new Error(`a bundle would load ${stray.path}`);
  }
}

/** Writes the entries for `import` and `require`, which export the names of one library. */
function writeEntries() {
  const { setup: _setup, ...library } = createRequire(import.meta.url)('../dist/library.cjs');
  const names = Object.keys(library).sort();
  const from = "import library from './library.cjs';\n";
  writeFileSync('dist/index.js', `${from}export const { ${names.join(', ')} } = library;\n`);
  writeFileSync('dist/vitest.js', `${from}export default library.setup;\n`);
  const exported = names.map((name) => `exports.${name} = library.${name};\n`).join('');
  const required = "'use strict';\nconst library = require('./library.cjs');\n";
  writeFileSync('dist/index.cjs', required + exported);
  const esModule = "Object.defineProperty(exports, '__esModule', { value: true });\n";
  writeFileSync('dist/vitest.cjs', `${required}${esModule}exports.default = library.setup;\n`);
}

/** Runs the command once, without the user's settings for the mock and flags for Node. */
function compile() {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('METER_MOCK_') && name !== 'NODE_OPTIONS' && name !== 'PORT',
    ),
  );
  const script = fileURLToPath(new URL('compile.mjs', import.meta.url));
  try {
    // What it logs is shown only if it fails, as a part of the error.
    execFileSync(process.execPath, [script], {
      env,
      stdio: ['ignore', 'inherit', 'pipe'],
      timeout: 60_000,
    });
  } catch (error) {
    process.stderr.write(
      'build: the command will start more slowly, since it could not be compiled ahead: ' +
        `${error.message}\n`,
    );
  }
}
