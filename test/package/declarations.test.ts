/**
 * In the package's declarations, everything visible can be imported, is documented, and is our own.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync('dist/index.d.ts', 'utf8');
const lines = text.split('\n');

test('every type used in a signature is exported', () => {
  const declared = [
    ...text.matchAll(
      /^(?:declare )?(?:interface|type|class|function|const|abstract class) (\w+)/gm,
    ),
  ].map(([, name]) => name);
  const exported = [...text.matchAll(/^export (?:type )?\{ (.*) \};$/gm)].flatMap(
    ([, names = '']) => names.split(', '),
  );
  expect(declared.length).toBeGreaterThan(50);
  expect(declared.sort()).toEqual(exported.sort());
});

test('the declarations contain no types of zod or of the engine', () => {
  expect(text).not.toMatch(/^import |import\(|\bz\.|Zod/m);
});

test('every field and method is documented', () => {
  const bare = lines.filter(
    (line, at) => /^ {4}(readonly )?\w+\??[(:]/.test(line) && !lines[at - 1]?.endsWith('*/'),
  );
  expect(bare.filter((line) => !line.includes('constructor('))).toEqual([]);
});

test.each(['index', 'vitest'])(
  '%s has the same declarations for `import` and `require`',
  (entry) => {
    expect(readFileSync(`dist/${entry}.d.cts`, 'utf8')).toBe(
      readFileSync(`dist/${entry}.d.ts`, 'utf8'),
    );
  },
);
