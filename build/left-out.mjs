/** What the bundles leave out: modules that dependencies load for features never used here. */
import { createRequire } from 'node:module';

/**
 * Separate bundles, since few runs need them: for YAML fixtures, for the log on a terminal, and for
 * the command that `exec` runs.
 */
export const LOADED_WHEN_NEEDED = ['yaml', 'pino-pretty', 'cross-spawn'];

/** Resolves those to their separate bundles. */
export const leftToOthers = {
  name: 'load what few runs need from other bundles',
  setup(bundle) {
    bundle.onResolve({ filter: new RegExp(`^(${LOADED_WHEN_NEEDED.join('|')})$`) }, ({ path }) => ({
      path: `./${path}.cjs`,
      external: true,
    }));
  },
};

/** The only part of node:assert that those who load it use. */
const ASSERT = 'module.exports = (right, message) => { if (!right) throw new Error(message); };';

/** Parts of Fastify for JSON schemas and `inject`, which this server does not use. */
const NEVER_LOADED = "throw new Error('stripe-meter-mock is built without this part of Fastify');";

/** A log of what loads, which nobody asks for. */
const SILENT = 'exports.debug = () => {};';

/** Every pattern is safe: no route here has one. */
const ALWAYS_SAFE = 'module.exports = () => true;';

/** Fastify's defaults, without the check of its options, which is the largest file of all. */
const { defaultInitOptions } = createRequire(import.meta.url)('fastify/lib/config-validator.js');
const UNCHECKED =
  'module.exports = () => true;' +
  `module.exports.defaultInitOptions = ${JSON.stringify(defaultInitOptions)};`;

/** What each package gets instead of the modules that it loads. */
const NEVER_USED = {
  avvio: { './lib/debug': SILENT, './debug': SILENT }, // for NODE_DEBUG=avvio
  fastify: {
    '@fastify/proxy-addr': '',
    './config-validator': UNCHECKED,
    '@fastify/ajv-compiler': NEVER_LOADED,
    '@fastify/fast-json-stringify-compiler': NEVER_LOADED,
    'light-my-request': NEVER_LOADED,
    'node:http2': '',
    'node:https': '',
    'node:assert': ASSERT,
    semver: 'exports.satisfies = () => true;', // plugin versions fit, since they are bundled
  },
  'find-my-way': {
    'node:assert': ASSERT,
    './lib/compiler': '',
    './lib/pretty-print': '',
    'safe-regex2': ALWAYS_SAFE,
  },
  pino: { './lib/multistream': '', './lib/transport': '', './transport': '' },
  'sonic-boom': { assert: ASSERT },
  commander: { 'node:child_process': '' }, // for subcommands in separate files
};
/** The command is no worker. */
const NEVER_USED_BY_COMMAND = {
  ...NEVER_USED,
  pino: { ...NEVER_USED.pino, worker_threads: 'exports.isMainThread = true;' },
};

export const leftOut = leaveOut(NEVER_USED);
export const leftOutOfCommand = leaveOut(NEVER_USED_BY_COMMAND);

function leaveOut(neverUsed) {
  const names = [...new Set(Object.values(neverUsed).flatMap(Object.keys))];
  return {
    name: 'leave out what is never used',
    setup(bundle) {
      bundle.onResolve({ filter: new RegExp(`^(${names.join('|')})$`) }, ({ path, importer }) => {
        const dependency = Object.keys(neverUsed).find((name) =>
          importer.replaceAll('\\', '/').includes(`/node_modules/${name}/`),
        );
        const contents = neverUsed[dependency]?.[path];
        return contents === undefined
          ? undefined
          : { path, namespace: 'never-used', pluginData: contents };
      });
      bundle.onLoad({ filter: /.*/, namespace: 'never-used' }, ({ pluginData }) => ({
        contents: pluginData,
      }));
    },
  };
}
