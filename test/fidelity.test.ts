/** The fidelity table agrees with the GUESS marks in the source. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

/** How many guesses are marked in each file of `src`. */
function marked(): Record<string, number> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const counts = files.map((name) => {
    const text = readFileSync(`src/${name}`, 'utf8');
    return [basename(name), text.match(/\bGUESS\b/g)?.length ?? 0] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** How many guesses the last column of the table counts for each file. */
function told(rows: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const column = row.split('|').at(-2) ?? '';
    for (const [, file = '', times = '1'] of column.matchAll(/`(\S+\.ts)`(?: × (\d+))?/g))
      counts[file] = (counts[file] ?? 0) + Number(times);
  }
  return counts;
}

const rows = readFileSync('docs/fidelity.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '));

test('every GUESS of the source is counted in docs/fidelity.md, and nothing else is', () => {
  // For a new guess, add it to a row there, and count it.
  expect(told(rows)).toEqual(marked());
});

test('every row has a rule, its evidence and a last column', () => {
  for (const row of rows) expect(row).toMatch(/^(\|[^|]+){3}\|$/);
});

test('every row that counts a guess says that it is one', () => {
  for (const row of rows.filter((each) => /\.ts`[^|]*\|$/.test(each)))
    expect(row.split('|').at(-3)).toContain('guess');
});

test('every GUESS says what is guessed', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((each) => each.endsWith('.ts')))
    expect(readFileSync(`src/${name}`, 'utf8'), name).not.toMatch(/\bGUESS(?!: \S)/);
});
