/** The pages of docs/stripe that the source cites exist, with the sections that it names. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name}`);

/** The anchors of a page, as GitHub makes them from its headings. */
function anchorsOf(page: string): Set<string> {
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm);
  const anchorOf = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-');
  return new Set(Array.from(headings, ([, heading = '']) => anchorOf(heading)));
}

const pages = readdirSync('docs/stripe').map((name) => `docs/stripe/${name}`);
const anchors = new Map(pages.map((page) => [page, anchorsOf(page)]));

test('every page that the source cites exists, with its section', () => {
  const wrong = sources.flatMap((source) =>
    [...readFileSync(source, 'utf8').matchAll(/(docs\/stripe\/[\w-]+\.md)(?:#([\w-]+))?/g)]
      .filter(([, page = '', anchor]) => {
        const known = anchors.get(page);
        return known === undefined || (anchor !== undefined && !known.has(anchor));
      })
      .map(([cited]) => `${source}: ${cited}`),
  );
  expect(wrong).toEqual([]);
});

test('the source cites no page that the repository does not have', () => {
  const wrong = sources.filter((source) =>
    /(?<![\w/-])(?:v1|v2|around|money|events)\.md/.test(readFileSync(source, 'utf8')),
  );
  expect(wrong).toEqual([]);
});
