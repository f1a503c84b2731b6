/** Memory after garbage collection. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
// V8 takes no code cache that was made with other flags, and test/command/cli.test.ts passes it one.
setFlagsFromString('--no-expose-gc');

/** Bytes of heap that something keeps allocated while what it returns is held. */
export function heapLeftBy(make: () => unknown): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  const held = [make()];
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  held.length = 0;
  return bytes;
}
