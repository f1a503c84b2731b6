/**
 * Fills an identifier window over one simulated day and keeps it in a steady state for another;
 * prints one JSON line. Every claim is timed individually with performance.now(), whose cost is
 * included in the claims per second.
 */
import { parseArgs } from 'node:util';
import { IdentifierWindow, WINDOW_MS } from '../../src/storage/identifier-window.ts';

/** A tenth of a day. */
export interface Stage {
  readonly size: number;
  readonly windowBytes: number;
  /** Resident memory of the process after garbage collection, minus that before the first claim. */
  readonly residentBytes: number;
  readonly rate: number;
  readonly longestMs: number;
  /** Claims that took longer than a millisecond. */
  readonly slow: number;
  /**
   * The longest step of a loop that only reads the clock, run for a quarter of the time that the
   * claims took: the machine's own pauses.
   */
  readonly idleLongestMs: number;
}

const STAGES = 20;
const START_MS = Date.parse('2026-01-01');

const { values } = parseArgs({ options: { identifiers: { type: 'string', default: '2000000' } } });
const perDay = Number(values.identifiers);
const window = new IdentifierWindow();
const emptyBytes = residentBytes();
const stages: Stage[] = [];
for (let stage = 0; stage < STAGES; stage++) {
  const share = (part: number) => Math.round((perDay * part) / (STAGES / 2));
  stages.push(measure(share(stage), share(stage + 1)));
  process.stderr.write(`  ${share(stage + 1).toLocaleString('en')} claims\n`);
}
console.log(JSON.stringify(stages));

function measure(from: number, to: number): Stage {
  const startedMs = performance.now();
  const times = claimAll(from, to);
  const tookMs = performance.now() - startedMs;
  const idleLongestMs = idle(tookMs / 4);
  return {
    ...times,
    rate: ((to - from) / tookMs) * 1000,
    idleLongestMs,
    size: window.size,
    windowBytes: window.bytes,
    residentBytes: residentBytes() - emptyBytes,
  };
}

function claimAll(from: number, to: number): { longestMs: number; slow: number } {
  let longestMs = 0;
  let slow = 0;
  for (let i = from; i < to; i++) {
    const nowMs = START_MS + Math.floor((i * WINDOW_MS) / perDay);
    const startedMs = performance.now();
    const ordinal = window.claim(1, `evt_${i}`, nowMs);
    const ms = performance.now() - startedMs;
    if (ordinal === 0) throw new Error(`evt_${i} is held, but was never claimed`);
    if (ms > longestMs) longestMs = ms;
    if (ms > 1) slow++;
  }
  return { longestMs, slow };
}

function idle(forMs: number): number {
  let longestMs = 0;
  let lastMs = performance.now();
  for (const endMs = lastMs + forMs; lastMs < endMs; ) {
    const nowMs = performance.now();
    if (nowMs - lastMs > longestMs) longestMs = nowMs - lastMs;
    lastMs = nowMs;
  }
  return longestMs;
}

function residentBytes(): number {
  for (let times = 0; times < 2; times++) globalThis.gc?.();
  return process.memoryUsage.rss();
}
