/**
 * Tests the package as its users get it: packed, installed in empty folders without a network,
 * imported, required, compiled against, run by jest. Run `npm run build` first; .ci/run does both.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const HERE = import.meta.dirname ?? resolve('test/package');
const CONSUMER = join(HERE, 'consumer');
const work = mkdtempSync(join(tmpdir(), 'meter-mock-package-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

/** Runs a command in a folder; throws its output unless it exits with the expected code. */
function run(cwd, command, { code = 0, env = {} } = {}) {
  const [program, ...args] = command;
  const options = { cwd, encoding: 'utf8', timeout: 600_000, env: { ...process.env, ...env } };
  const { status, stdout, stderr, error } = spawnSync(program, args, options);
  if (status === code) return stdout + stderr;
  throw new Error(`${command.join(' ')} gave ${status ?? error}\n${stdout}\n${stderr}`);
}

function folder(name, manifest = { name, private: true }) {
  const path = join(work, name);
  mkdirSync(path);
  writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
  return path;
}

const steps = [];
const step = (name, act) => steps.push({ name, act });
/** An empty cache, and no registry to fetch from. */
const OFFLINE = { npm_config_cache: join(work, 'cache'), npm_config_offline: 'true' };
const tarball = join(work, 'stripe-meter-mock.tgz');

step('npm pack: what the package is to have, and nothing of the builder', () => {
  const [packed] = JSON.parse(
    run('.', ['npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', work]),
  );
  cpSync(join(work, packed.filename), tarball);
  const files = packed.files.map(({ path }) => path);
  for (const file of ['LICENSE', 'dist/bom.cdx.json', 'dist/third-party-licenses.txt'])
    assert(files.includes(file), file);
  assert(!files.some((file) => /^(src|test|build)\//.test(file)));
  const path = folder('unpacked');
  run(path, ['tar', 'xzf', tarball]);
  const shown = files.filter((file) =>
    readFileSync(join(path, 'package', file), 'latin1').includes(resolve('.')),
  );
  assert.deepEqual(shown, [], 'files that name the folder in which they were built');
});

for (const flags of [[], ['--ignore-scripts']]) {
  step(`npm install ${flags.join(' ')}: offline, alone, imported and required`, () => {
    const path = folder(`npm${flags.length}`);
    run(path, ['npm', 'install', '--engine-strict', ...flags, tarball], { env: OFFLINE });
    const installed = readdirSync(join(path, 'node_modules')).filter((name) => name[0] !== '.');
    assert.deepEqual(installed, ['stripe-meter-mock']);
    use(path);
  });
}

step('yarn 1 and pnpm: the same', () => {
  for (const [name, command] of [
    ['yarn', [process.execPath, tool('yarn/bin/yarn.js'), 'add', '--offline', `file:${tarball}`]],
    ['pnpm', [process.execPath, tool('pnpm/bin/pnpm.cjs'), 'add', '--offline', tarball]],
  ]) {
    const path = folder(name);
    run(path, command, { env: { ...OFFLINE, YARN_CACHE_FOLDER: join(work, 'yarn-cache') } });
    use(path);
  }
});

step('a clone that was not built: the command says so', () => {
  const clone = folder('clone');
  for (const file of ['bin', 'package.json']) cpSync(file, join(clone, file), { recursive: true });
  const path = folder('linked');
  run(path, ['npm', 'install', '--ignore-scripts', clone], { env: OFFLINE });
  const said = run(path, ['npx', '--no', 'stripe-meter-mock'], { code: 1, env: OFFLINE });
  assert.match(said, /^stripe-meter-mock: it was not built\. Run npm ci && npm run build in /m);
});

step('a git URL: it is built on the way', () => {
  const path = folder('git');
  run(path, ['npm', 'install', '--no-audit', '--prefer-offline', `git+file://${resolve('.')}`]);
  use(path);
});

const consumer = join(work, 'consumer');

step('a consumer of its own', () => {
  cpSync(CONSUMER, consumer, { recursive: true });
  const modules = join(consumer, 'node_modules');
  cpSync(join(consumer, 'vitest'), join(modules, 'vitest'), { recursive: true });
  mkdirSync(join(modules, 'stripe-meter-mock'));
  cpSync('examples/jest-cjs/usage.test.js', join(consumer, 'usage.test.js'));
  run(consumer, ['tar', 'xzf', tarball, '-C', 'node_modules/stripe-meter-mock', '--strip', '1']);
});

const MODULES = { bundler: 'esnext', node16: 'node16', nodenext: 'nodenext' };
for (const version of ['5.4', '5.9', '7']) {
  for (const [resolution, module] of Object.entries(MODULES)) {
    step(`TypeScript ${version}, ${resolution}, skipLibCheck off`, () => {
      // Under `bundler`, a CommonJS file resolves as `import` does, and `import =` is not allowed.
      const files = resolution === 'bundler' ? ['esm.mts'] : ['esm.mts', 'commonjs.cts'];
      compile(version, { module, moduleResolution: resolution }, files);
    });
  }
}
step('TypeScript 5.4, node10: main and types', () => {
  compile('5.4', { module: 'commonjs', moduleResolution: 'node10' }, ['old.ts']);
});

step('jest in CommonJS without flags: with babel, and the example as it is', () => {
  const said = run(consumer, [process.execPath, 'node_modules/jest/bin/jest.js'], {
    env: { NODE_OPTIONS: '' },
  });
  assert.match(said, /Tests: +6 passed, 6 total/);
});

step('jest in ES modules, one server for the run: the example as it is', () => {
  const path = join(consumer, 'esm');
  cpSync('examples/jest-esm', path, { recursive: true });
  writeFileSync(join(path, 'package.json'), '{ "private": true, "type": "module" }');
  const said = run(path, [process.execPath, '../node_modules/jest/bin/jest.js'], {
    env: { NODE_OPTIONS: '--experimental-vm-modules' },
  });
  assert.match(said, /Tests: +1 passed, 1 total/);
});

/** Compiles as strictly as possible, without Node's types. */
function compile(version, options, files) {
  const tsc = join(consumer, `node_modules/typescript-${version}/bin/tsc`);
  const compilerOptions = {
    ...{ strict: true, noEmit: true, exactOptionalPropertyTypes: true, skipLibCheck: false },
    ...{ target: 'es2022', lib: ['es2022'], types: [], ...options },
  };
  const config = JSON.stringify({ compilerOptions, files });
  writeFileSync(join(consumer, 'tsconfig.json'), config);
  run(consumer, [process.execPath, tsc, '-p', 'tsconfig.json']);
}

function tool(file) {
  return join(CONSUMER, 'node_modules', file);
}

/** Imports, requires and runs what is installed in a folder. */
function use(path) {
  const body = 'const mock = await startMeterMock(); await mock.close(); console.log(mock.url);';
  const imported = `import { startMeterMock } from 'stripe-meter-mock'; ${body}`;
  const loaded = "const { startMeterMock } = require('stripe-meter-mock');";
  const required = `${loaded} (async () => { ${body} })()`;
  const both =
    "import { OptionsError } from 'stripe-meter-mock';" +
    "import { createRequire } from 'node:module';" +
    "const { OptionsError: same } = createRequire(import.meta.url)('stripe-meter-mock');" +
    'console.log(OptionsError === same);';
  const node = (type, text) => run(path, [process.execPath, `--input-type=${type}`, '-e', text]);
  assert.match(node('module', imported), /^http:/);
  assert.match(node('commonjs', required), /^http:/);
  assert.equal(node('module', both), 'true\n');
  const command = join(path, 'node_modules/.bin/stripe-meter-mock');
  assert.match(run(path, [command, '--version']), /^\d+\.\d+\.\d+\n$/);
  const seed = join(path, 'seed.yaml');
  writeFileSync(seed, 'customers: [{ id: cus_1 }]\n');
  const health =
    'fetch(process.env.STRIPE_API_BASE + "/_mock/health").then(async (answer) => ' +
    'console.log((await answer.json()).customers))';
  const exec = [
    'exec',
    '--log-level',
    'error',
    '--fixtures',
    seed,
    '--',
    process.execPath,
    '-e',
    health,
  ];
  assert.equal(run(path, [command, ...exec]), '1\n');
}

const wanted = process.argv[2] ?? '';

/** The scenarios whose name contains the argument, and those that they need. */
function isWanted(name) {
  return name.includes(wanted) || /npm pack|consumer of its own/.test(name);
}

if (!readdirSync(CONSUMER).includes('node_modules')) {
  run(CONSUMER, ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}
for (const { name, act } of steps.filter(({ name }) => isWanted(name))) {
  const startedMs = performance.now();
  act();
  const seconds = (performance.now() - startedMs) / 1000;
  process.stdout.write(`ok ${seconds.toFixed(1)} s: ${name}\n`);
}
