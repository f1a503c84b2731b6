/**
 * Starts and closes the built library repeatedly; prints the milliseconds of each round as one JSON
 * line.
 */
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    library: { type: 'string', default: '' },
    rounds: { type: 'string', default: '50' },
    warm: { type: 'string', default: '10' },
  },
});
const { startMeterMock } = (await import(values.library)) as typeof import('../../src/index.ts');
const times: number[] = [];
for (let round = 0; round < Number(values.warm) + Number(values.rounds); round++) {
  const startedMs = performance.now();
  const mock = await startMeterMock();
  await mock.close();
  times.push(performance.now() - startedMs);
}
console.log(JSON.stringify(times.slice(Number(values.warm))));
