/**
 * Lets find-my-way, Fastify's router, compile what it needs of a route when that is first looked
 * for. By itself it compiles up to three functions for every route that is added, and Fastify adds
 * one for each of 35 methods wherever it answers unknown paths (docs/decisions/start-up.md).
 */
import { readFileSync } from 'node:fs';

/** In each file: texts that are there once, what takes their place, and what is added. */
const CHANGES = {
  'node.js': {
    instead: [
      [
        'this.matchPrefix = kind === NODE_TYPES.STATIC ? compilePrefixMatch(prefix) : null',
        'this.matchPrefix = kind === NODE_TYPES.STATIC ? matchFirst : null',
      ],
      ['this.matchPrefix = compilePrefixMatch(childPrefix)', 'this.matchPrefix = matchFirst'],
    ],
    added: `
function matchFirst (path, i) {
  this.matchPrefix = compilePrefixMatch(this.prefix)
  return this.matchPrefix(path, i)
}`,
  },
  'handler-storage.js': {
    instead: [
      [
        '_createParamsObject: this._compileCreateParamsObject(params)',
        '_createParamsObject: params.length === 0 ? none : this._compileCreateParamsObject(params)',
      ],
      [
        'this._compileGetHandlerMatchingConstraints(constrainer, constraints)',
        `this._getHandlerMatchingConstraints = (derived) => {
          this._compileGetHandlerMatchingConstraints(constrainer)
          return this._getHandlerMatchingConstraints(derived)
        }`,
      ],
    ],
    added: `
function none () {
  return new NullObject()
}`,
  },
};

export const lazyRoutes = {
  name: 'compile routes when they are first looked for',
  setup(bundle) {
    const filter = /[\\/]find-my-way[\\/]lib[\\/](?:node|handler-storage)\.js$/;
    bundle.onLoad({ filter }, ({ path }) => ({ contents: changed(path) }));
  },
};

function changed(path) {
  const { instead, added } = CHANGES[path.split(/[\\/]/).at(-1)];
  const whole = readFileSync(path, 'utf8');
  const contents = instead.reduce((text, [before, after]) => {
    if (text.split(before).length !== 2) throw new Error(`${path} has changed: no one ${before}`);
    return text.replace(before, () => after);
  }, whole);
  return contents + added;
}
