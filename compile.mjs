/** Runs the bundled command once, through a start and a request, and keeps what V8 compiled for it: src/command/launcher.ts gives it back at each start. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Script } from 'node:vm';

const filename = resolve('dist/command.cjs');
const script = new Script(readFileSync(filename, 'latin1'), { filename });
process.argv = [process.execPath, filename, '--port', '0', '--log-level', 'silent'];
const url = await new Promise((ready) => {
  process.stdout.write = (line) => ready(line.trim().split(' ').at(-1)); // the line that says where it serves
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
