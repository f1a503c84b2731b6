/**
 * Runs the bundled command once, through a start and a request, and keeps what V8 compiled for it:
 * src/command/launcher.ts gives it back at each start.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Script } from 'node:vm';

const filename = resolve('dist/command.cjs');
// What V8 keeps has this name in it, and stack traces show it: not where it was built.
const script = new Script(readFileSync(filename, 'latin1'), {
  filename: 'stripe-meter-mock/dist/command.cjs',
});
process.argv = [process.execPath, filename, '--port', '0', '--log-level', 'silent'];
const url = await new Promise((ready) => {
  // The line that says where it serves.
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
writeFileSync(`${filename}.cache`, script.createCachedData());
process.exit(0);
