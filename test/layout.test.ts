/** Which folder may import from which, types included, and the rules for every file. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** What each folder (`room`) may import: whole rooms, only their types, or single files. */
const MAY: Record<string, { rooms: string[]; typesOf?: string[]; files?: string[] }> = {
  documents: { rooms: [] },
  storage: { rooms: [] },
  metering: { rooms: ['storage'] },
  billing: { rooms: ['metering'] },
  stripe: {
    rooms: ['storage'],
    typesOf: ['metering'],
    // How account names are read, seeded random numbers, and how settings are read.
    files: ['metering/account-name.ts', 'metering/random.ts', 'values.ts'],
  },
  webhooks: { rooms: ['documents', 'storage', 'stripe', 'metering', 'billing'] },
  resources: { rooms: ['stripe', 'metering', 'billing', 'webhooks'] },
  control: {
    rooms: ['documents', 'stripe', 'metering', 'billing', 'webhooks'],
    files: ['changes.ts', 'values.ts'],
  },
  page: { rooms: [], typesOf: ['documents'] },
  fixtures: {
    rooms: ['documents', 'control', 'resources', 'stripe', 'metering', 'billing', 'webhooks'],
    files: ['changes.ts', 'values.ts'],
  },
  command: {
    rooms: ['fixtures'],
    files: ['address.ts', 'log.ts', 'options.ts', 'package-info.ts', 'server.ts'],
  },
};
const ROOMS = Object.keys(MAY);

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.tsx?$/.test(file),
);
const roomOf = (file: string) => ROOMS.find((room) => file.startsWith(`${room}/`));
const textOf = (file: string) => readFileSync(join('src', file), 'utf8');

function importsOf(file: string): { from: string; target: string; types: boolean }[] {
  const statements = textOf(file).matchAll(
    /^(?:import|export)( type)? ?[^;]*?from '([^']+)';|import\('([^']+)'\)/gm,
  );
  return [...statements].map(([statement, type, from = '', loaded = '']) => {
    const name = from || loaded;
    return {
      from: name,
      target: name.startsWith('.') ? relative('src', join('src', dirname(file), name)) : name,
      types: type !== undefined || /^import \{(\s*type [^,}]+,?)+\s*\}/.test(statement),
    };
  });
}

test.each(files.filter((file) => roomOf(file) !== undefined))(
  '%s imports only what its room may',
  (file) => {
    const own = roomOf(file) as string;
    const { rooms, typesOf = [], files: single = [] } = MAY[own] as (typeof MAY)[string];
    for (const { from, target, types } of importsOf(file)) {
      if (!from.startsWith('.')) continue;
      const room = roomOf(target);
      const allowed =
        single.includes(target) ||
        (room !== undefined &&
          (room === own || rooms.includes(room) || (types && typesOf.includes(room))));
      expect(allowed, `${file} imports ${from}`).toBe(true);
    }
  },
);

test('storage, metering and billing use no HTTP, no Fastify, no zod', () => {
  for (const file of files.filter((each) => /^(storage|metering|billing)\//.test(each))) {
    for (const { from } of importsOf(file)) {
      expect(from, file).not.toMatch(/^(zod|fastify|@fastify\/.*|node:https?)$/);
    }
  }
});

test('in webhooks, only sender.ts opens connections', () => {
  for (const file of files.filter((each) => each.startsWith('webhooks/'))) {
    for (const { from } of importsOf(file)) {
      expect(from, file).not.toMatch(/^(zod|fastify|@fastify\/.*)$/);
      if (file !== 'webhooks/sender.ts') expect(from, file).not.toMatch(/^node:(https?|dns)$/);
    }
  }
});

test('only real-time.ts reads the time, only the command prints or exits', () => {
  for (const file of files) {
    // The page runs in a browser, and shows the viewer's time.
    if (file !== 'metering/real-time.ts' && !file.startsWith('page/')) {
      expect(textOf(file), file).not.toMatch(/Date\.now\(|new Date\(\)/);
    }
    if (file !== 'command/cli.ts') {
      expect(textOf(file), file).not.toMatch(/process\.exit|process\.stdout\.write|console\./);
    }
  }
});

test('every file opens with a line that says what it is', () => {
  for (const file of files) {
    expect(textOf(file), file).toMatch(/^(#!.*\n)?\/\*\*( .+|\n \* .+)/);
  }
});

test('no two files have the same base name; those of v2 begin with v2-', () => {
  const names = files.map((file) => basename(file));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  for (const file of files.filter((each) => each.includes('/v2/'))) {
    expect(basename(file), file).toMatch(/^v2-/);
  }
});

test('no line has more than 100 columns', () => {
  const long = files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, at) => (line.length > 100 ? [`${file}:${at + 1}`] : [])),
  );
  expect(long).toEqual([]);
});
