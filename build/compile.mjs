/**
 * Runs the bundled command once, through a start and two requests, and saves what V8 compiled for
 * it: src/command/launcher.ts passes it to V8 at each start.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Script } from 'node:vm';

const filename = resolve('dist/command.cjs');
// V8's cache contains this name, and stack traces show it, so it is not a path of this machine.
const script = new Script(readFileSync(filename, 'latin1'), {
  filename: 'stripe-meter-mock/dist/command.cjs',
});
process.argv = [process.execPath, filename, '--port', '0']; // it logs, as most starts do
const url = await new Promise((ready) => {
  // The line with the server's URL.
  process.stdout.write = (line) => ready(line.trim().split(' ').at(-1));
  script.runInThisContext()(createRequire(filename), filename);
});
const answer = await fetch(`${url}/v1/billing/meter_events`, {
  method: 'POST',
  headers: {
    authorization: 'Bearer sk_test_123',
    'idempotency-key': 'key',
    'content-type': 'application/x-www-form-urlencoded',
  },
  body: 'event_name=calls&payload[stripe_customer_id]=cus_1&payload[value]=1',
});
if (answer.status !== 200) throw new Error(`the command answered ${answer.status}`);
// Many test suites call the control routes next: 2% of a start spares a fifth of that first call.
const health = await fetch(`${url}/_mock/health`);
if (health.status !== 200) throw new Error(`the control routes answered ${health.status}`);
await health.text();
writeFileSync(`${filename}.cache`, script.createCachedData());
process.exit(0);
