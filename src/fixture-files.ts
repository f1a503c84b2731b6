/** Fixtures from a file or a folder, JSON or YAML. */
import { promises as files } from 'node:fs'; // 'node:fs/promises' would be loaded at every start
import { extname, join } from 'node:path';
import { type Fixture, FixtureError, mergeFixtures, parseFixture } from './fixtures.ts';

const EXTENSIONS = ['.json', '.yaml', '.yml'];

/** Reads and checks what lies at a path; of a folder, every JSON and YAML file in the order of their names. Throws a FixtureError. */
export async function readFixtures(path: string): Promise<Fixture> {
  const paths = await filesAt(path);
  return mergeFixtures(await Promise.all(paths.map(readFixtureFile)));
}

async function filesAt(path: string): Promise<string[]> {
  try {
    if (!(await files.stat(path)).isDirectory()) return [path];
    const names = (await files.readdir(path)).filter((name) => EXTENSIONS.includes(extname(name)));
    if (names.length === 0) throw new FixtureError(`${path}: no JSON or YAML file is in this folder`);
    return names.toSorted().map((name) => join(path, name));
  } catch (error) {
    throw error instanceof FixtureError ? error : new FixtureError(`${path}: ${(error as Error).message}`);
  }
}

async function readFixtureFile(file: string): Promise<Fixture> {
  let document: unknown;
  try {
    const text = await files.readFile(file, 'utf8');
    document = extname(file) === '.json' ? JSON.parse(text) : (await import('yaml')).parse(text);
  } catch (error) {
    throw new FixtureError(`${file}: ${(error as Error).message}`);
  }
  return parseFixture(document, file);
}
