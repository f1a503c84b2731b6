/** What the bundles do without: what dependencies load and this server never asks of them. */

/** Bundles of their own, since few runs need them: YAML fixtures, and a log that somebody reads. */
export const LOADED_WHEN_NEEDED = ['yaml', 'pino-pretty'];

/** Resolves those to their own bundles beside. */
export const leftToOthers = {
  name: 'leave to others what few runs need',
  setup(bundle) {
    bundle.onResolve({ filter: new RegExp(`^(${LOADED_WHEN_NEEDED.join('|')})$`) }, ({ path }) => ({
      path: `./${path}.cjs`,
      external: true,
    }));
  },
};

/** All that those who load it here ask of it. */
const ASSERT = 'module.exports = (right, message) => { if (!right) throw new Error(message); };';

/** Fastify's own, for JSON schemas and `inject`, which this server does not have. */
const NEVER_LOADED = "throw new Error('stripe-meter-mock is built without this part of Fastify');";

/** By package and what it loads: what it gets instead. */
const NEVER_USED = {
  fastify: {
    '@fastify/ajv-compiler': NEVER_LOADED,
    '@fastify/fast-json-stringify-compiler': NEVER_LOADED,
    'light-my-request': NEVER_LOADED,
    'node:http2': '',
    'node:https': '',
    'node:assert': ASSERT,
    semver: 'exports.satisfies = () => true;', // whether plugins fit: they are in the bundle
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

export const leftOut = leaveOut(NEVER_USED);
export const leftOutOfCommand = leaveOut(NEVER_USED_BY_COMMAND);

function leaveOut(neverUsed) {
  const names = [...new Set(Object.values(neverUsed).flatMap(Object.keys))];
  return {
    name: 'leave out what is never used',
    setup(bundle) {
      bundle.onResolve({ filter: new RegExp(`^(${names.join('|')})$`) }, ({ path, importer }) => {
        const dependency = Object.keys(neverUsed).find((name) =>
          importer.includes(`/node_modules/${name}/`),
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
