/** Who may look into whom (shared design, Rooms): types included. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOMS = ['metering', 'stripe', 'resources', 'control'];
const MAY: Record<string, { rooms: string[]; typesOf: string[]; top: string[] }> = {
  metering: { rooms: ['metering'], typesOf: [], top: [] },
  stripe: { rooms: ['stripe'], typesOf: ['metering'], top: [] },
  resources: { rooms: ['resources', 'stripe', 'metering'], typesOf: [], top: [] },
  control: { rooms: ['control', 'stripe', 'metering'], typesOf: [], top: ['values.ts'] },
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const roomOf = (file: string) => ROOMS.find((room) => file.startsWith(`${room}/`));

function importsOf(file: string): { from: string; target: string; types: boolean }[] {
  const text = readFileSync(join('src', file), 'utf8');
  return [...text.matchAll(/^(?:import|export)( type)? ?[^;]*?from '([^']+)';/gm)].map(([statement, type, from = '']) => ({
    from,
    target: from.startsWith('.') ? relative('src', join('src', dirname(file), from)) : from,
    types: type !== undefined || /^import \{(\s*type [^,}]+,?)+\s*\}/.test(statement),
  }));
}

test.each(files.filter((file) => roomOf(file) !== undefined))('%s keeps to its room', (file) => {
  const { rooms, typesOf, top } = MAY[roomOf(file) as string] as (typeof MAY)[string];
  for (const { from, target, types } of importsOf(file)) {
    if (!from.startsWith('.')) continue;
    const room = roomOf(target);
    const allowed = room === undefined ? top.includes(target) : rooms.includes(room) || (types && typesOf.includes(room));
    expect(allowed, `${file} imports ${from}`).toBe(true);
  }
});

test('metering knows no HTTP, no Fastify, no zod', () => {
  for (const file of files.filter((each) => roomOf(each) === 'metering')) {
    for (const { from } of importsOf(file)) expect(from, file).not.toMatch(/^(zod|fastify|@fastify\/.*|node:https?)$/);
  }
});

test('only the clock reads Date.now, only the command prints or exits', () => {
  for (const file of files) {
    const text = readFileSync(join('src', file), 'utf8');
    if (file !== 'metering/clock.ts') expect(text, file).not.toMatch(/Date\.now\(|new Date\(\)/);
    if (file !== 'cli.ts') expect(text, file).not.toMatch(/process\.exit|process\.stdout\.write|console\./);
  }
});

test('every file opens with a line that says what it is', () => {
  for (const file of files) expect(readFileSync(join('src', file), 'utf8'), file).toMatch(/^(#!.*\n)?\/\*\* .+/);
});
