/** The package contains everything it needs, and says what that is made of. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { version: string }>;
};
const bill = JSON.parse(readFileSync('dist/bom.cdx.json', 'utf8')) as {
  components: { name: string; group?: string; version: string; purl: string }[];
};

test('has no dependencies', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(dependencies).toBeUndefined();
});

test('the bill of materials names what is bundled, with versions', () => {
  const named = bill.components.map(({ group, name }) => (group ? `${group}/${name}` : name));
  for (const name of ['fastify', '@fastify/formbody', 'zod', 'pino', 'commander', 'yaml', 'which'])
    expect(named).toContain(name);
  for (const name of ['esbuild', 'vitest', 'stripe']) expect(named).not.toContain(name);
  for (const [at, { version, purl }] of bill.components.entries()) {
    expect(purl).toBe(`pkg:npm/${named[at]?.replace('@', '%40')}@${version}`);
    const installed = Object.entries(packages).filter(([path]) =>
      path.endsWith(`node_modules/${named[at]}`),
    );
    expect(installed.map(([, { version: locked }]) => locked)).toContain(version);
  }
});

test('includes the licence of each bundled package', () => {
  const licenses = readFileSync('dist/third-party-licenses.txt', 'utf8');
  for (const { group, name, version } of bill.components)
    expect(licenses).toContain(`${group ? `${group}/${name}` : name} ${version} (`);
});

test('no file contains the path where it was built, so no stack trace shows it', () => {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((each) => statSync(`dist/${each}`).isFile()))
    expect(readFileSync(`dist/${file}`, 'latin1').includes(resolve('.')), file).toBe(false);
});
