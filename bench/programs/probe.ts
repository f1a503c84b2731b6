/**
 * Loaded into measured servers with --import: reports what they have used so far, over the channel
 * to the bench. Otherwise idle.
 */

export interface Usage {
  /** User and system time, in microseconds. */
  readonly cpuUs: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

process.on('message', ({ ask, collect }: { ask: string; collect: boolean }) => {
  if (ask !== 'usage') return;
  const { user, system } = process.cpuUsage();
  if (collect) for (let times = 0; times < 2; times++) globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ cpuUs: user + system, heapBytes: heapUsed, residentBytes: rss } satisfies Usage);
});
process.channel?.unref();
