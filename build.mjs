/** Builds dist: the command and the library, each in one bundle, since most of a start is finding and compiling files; declarations come from tsc. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

const LOADED_WHEN_NEEDED = ['vitest', 'yaml', 'pino-pretty'];
/** Fastify's own, which it loads only for what this server does not do: JSON schemas and `inject`. A third of a bundle. */
const NEVER_LOADED = [
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  'light-my-request',
];

/** All that those who load it here ask of it. */
const ASSERT = 'module.exports = (right, message) => { if (!right) throw new Error(message); };';

/** What dependencies load at once for what this server never asks of them, and what they get instead. Each takes milliseconds to load. */
const NEVER_USED = {
  fastify: {
    'node:http2': '',
    'node:https': '',
    'node:assert': ASSERT,
    semver: 'exports.satisfies = () => true;', // whether plugins fit its version: they are in the bundle, and the tests run without it
  },
  'find-my-way': { 'node:assert': ASSERT },
  commander: { 'node:child_process': '' }, // for subcommands in files of their own
};
/** The command needs no worker to log from, and is none. */
const NEVER_USED_BY_COMMAND = {
  ...NEVER_USED,
  pino: { worker_threads: 'exports.isMainThread = true;' },
  'thread-stream': { worker_threads: '' },
};

function leaveOut(neverUsed) {
  return {
    name: 'leave out what is never used',
    setup(bundle) {
      bundle.onResolve(
        { filter: /^(node:(http2|https|assert|child_process)|worker_threads|semver)$/ },
        ({ path, importer }) => {
          const dependency = Object.keys(neverUsed).find((name) =>
            importer.includes(`/node_modules/${name}/`),
          );
          const contents = neverUsed[dependency]?.[path];
          return contents === undefined
            ? undefined
            : { path, namespace: 'never-used', pluginData: contents };
        },
      );
      bundle.onLoad({ filter: /.*/, namespace: 'never-used' }, ({ pluginData }) => ({
        contents: pluginData,
      }));
    },
  };
}

const options = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external: [...LOADED_WHEN_NEEDED, ...NEVER_LOADED],
  plugins: [leaveOut(NEVER_USED)],
  legalComments: 'linked',
  logLevel: 'warning',
};

/** For bundles in CommonJS: loading them takes Node less than ES modules. */
const common = {
  ...options,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  minify: true, // what is read at each start
  define: { 'import.meta.url': 'bundleUrl' },
  supported: { 'dynamic-import': false }, // `require` instead: code that V8 kept cannot import
};
const BUNDLE_URL = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

rmSync('dist', { recursive: true, force: true });
await build({
  ...options,
  entryPoints: ['src/index.ts', 'src/vitest.ts'],
  splitting: true,
  format: 'esm',
  banner: {
    js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);",
  },
});
await build({
  ...common,
  entryPoints: [{ in: 'src/command/launcher.ts', out: 'cli' }],
  banner: { js: BUNDLE_URL },
});
await build({
  ...common,
  plugins: [leaveOut(NEVER_USED_BY_COMMAND)],
  entryPoints: [{ in: 'src/command/cli.ts', out: 'command' }],
  banner: { js: `(function (require, __filename) { const module = { exports: {} }; ${BUNDLE_URL}` },
  footer: { js: '})' },
});

/** Neither the user's settings of the mock nor flags of Node that the command will not have. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !name.startsWith('METER_MOCK_') && name !== 'NODE_OPTIONS' && name !== 'PORT',
  ),
);
try {
  execFileSync(process.execPath, ['compile.mjs'], { env, stdio: 'inherit', timeout: 60_000 });
} catch (error) {
  process.stderr.write(
    `build: the command will start more slowly, since it could not be compiled ahead: ${error.message}\n`,
  );
}
