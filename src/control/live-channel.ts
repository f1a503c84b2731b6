/** The viewers of one account, or of all: they are sent the same lines. */
import * as timers from 'node:timers';
import type { Change } from '../changes.ts';
import type { LiveBatch, LiveCounts, LiveSnapshot } from '../documents/live-document.ts';
import type { TotalDocument } from '../documents/usage-document.ts';
import type { Clocks } from '../metering/clocks.ts';
import type { Engine } from '../metering/engine.ts';
import type { Feed } from '../metering/feed.ts';
import type { ArmedFaults } from '../stripe/faults/armed-faults.ts';
import type { RequestLog } from '../stripe/request-log.ts';
import type { AttemptLog } from '../webhooks/attempt-log.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { clockDocument } from './clock-control.ts';
import { faultDocument } from './fault-control.ts';
import { totalDocument } from './inspect-usage.ts';
import { Gatherer, type Gathering, type Touched } from './live-gathering.ts';
import { attemptLine, eventLine, liveCounts, requestLine } from './live-lines.ts';
import type { LiveViewer } from './live-viewer.ts';

/** Captured at load time: a test in this process may install fakes later. */
const { clearTimeout, setTimeout } = timers;
const nowMs = performance.now.bind(performance);

/** What the lines are made from. */
export interface LiveSources {
  readonly engine: Engine;
  readonly requests: RequestLog;
  readonly faults: ArmedFaults;
  readonly clocks: Clocks;
  readonly feed: Feed<Change>;
  readonly attempts: AttemptLog;
  readonly webhooks: Webhooks;
}

/** How long changes are gathered, in milliseconds of real time. */
const BATCH_MS = 250;
/**
 * How long adding up the totals of one line may take, in milliseconds: after long use, a total has
 * many parts.
 */
const TOTALS_MS = 1;
const MOST_TOTALS = 50;
/** Adding up the counts takes at most 1/50 of the time, even with many accounts. */
const COUNTS_SHARE = 50;

/** Makes lines while it has viewers. Its timer only runs after something changed. */
export class LiveChannel {
  readonly viewers = new Set<LiveViewer>();
  readonly #sources: LiveSources;
  readonly #account: string | undefined;
  readonly #version: string;
  readonly #gatherer: Gatherer;
  readonly #stopAttempts: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastMs = nowMs();
  #countsDueMs = 0;

  constructor(sources: LiveSources, account: string | undefined, version: string) {
    this.#sources = sources;
    this.#account = account;
    this.#version = version;
    const { feed, requests } = sources;
    const next = () => requests.next;
    this.#gatherer = new Gatherer(feed, account, next, () => this.#lineSoon());
    this.#stopAttempts = sources.attempts.listen((attempt, number) =>
      this.#gatherer.hearAttempt(attempt, number),
    );
  }

  /** Sends a viewer a snapshot, and from now on what changes. */
  add(viewer: LiveViewer): void {
    this.viewers.add(viewer);
    this.sendSnapshot(viewer);
  }

  sendSnapshot(viewer: LiveViewer): void {
    const leftOut = viewer.takeLeftOut();
    viewer.send(written(this.#snapshot(leftOut)), leftOut);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#gatherer.close();
    this.#stopAttempts();
  }

  #lineSoon(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#sendLine();
    }, BATCH_MS).unref();
  }

  #sendLine(): void {
    const gathered = this.#gatherer.take();
    const told = { events: gathered.events.count, requests: gathered.requests.count };
    if (gathered.isReset) {
      for (const viewer of this.viewers) this.sendSnapshot(viewer);
      return;
    }
    const batch = this.#batch(gathered);
    const line = written(batch);
    for (const viewer of this.viewers) viewer.send(line, told);
    if (batch.totals_waiting > 0 || batch.counts === undefined) this.#lineSoon();
  }

  #snapshot(leftOut: { readonly events: number; readonly requests: number }): LiveSnapshot {
    const { faults, clocks } = this.#sources;
    return {
      kind: 'snapshot',
      version: this.#version,
      counts: this.#counts(),
      events_left_out: leftOut.events,
      requests_left_out: leftOut.requests,
      faults: faults.list().map(faultDocument),
      clock: clockDocument(clocks),
    };
  }

  #batch(gathered: Gathering): LiveBatch {
    const { faults, clocks } = this.#sources;
    const counts = nowMs() < this.#countsDueMs ? undefined : this.#counts();
    const elapsedMs = nowMs() - this.#lastMs;
    this.#lastMs += elapsedMs;
    const totals = this.#totals();
    const hasLost = this.#gatherer.hasLostTotals;
    this.#gatherer.hasLostTotals = false;
    return {
      kind: 'batch',
      elapsed_ms: Math.round(elapsedMs),
      events_taken: gathered.events.count,
      events: gathered.events.items().map(eventLine),
      cancelled: gathered.cancelled.items(),
      requests_answered: gathered.requests.count,
      requests: gathered.requests.items().map(({ change, number }) => requestLine(change, number)),
      deliveries: gathered.deliveries,
      attempts_made: gathered.attempts.count,
      attempts: gathered.attempts
        .items()
        .map(({ attempt, number }) => attemptLine(attempt, number)),
      meters: gathered.meters,
      totals,
      totals_waiting: this.#gatherer.touched.size,
      totals_lost: hasLost,
      ...(counts !== undefined && { counts }),
      ...(gathered.hasFaults && { faults: faults.list().map(faultDocument) }),
      ...(gathered.hasClock && { clock: clockDocument(clocks) }),
    };
  }

  #counts(): LiveCounts {
    const startMs = nowMs();
    const counts = liveCounts(this.#sources, this.#account);
    const endMs = nowMs();
    this.#countsDueMs = endMs + COUNTS_SHARE * (endMs - startMs);
    return counts;
  }

  /** As many changed totals as there is time for; the others wait for the next line. */
  #totals(): TotalDocument[] {
    const { touched } = this.#gatherer;
    const endMs = nowMs() + TOTALS_MS;
    const totals: TotalDocument[] = [];
    for (const [key, each] of touched) {
      if (totals.length === MOST_TOTALS || nowMs() >= endMs) break;
      touched.delete(key);
      totals.push(...this.#totalOf(each));
    }
    return totals;
  }

  #totalOf({ name, meterId, customer }: Touched): TotalDocument[] {
    const { usage, meters } = this.#sources.engine.account(name);
    const meter = meters.get(meterId);
    if (meter === undefined) return [];
    const [total] = [...usage.totals({ meterIds: [meterId], customer })];
    return total === undefined ? [] : [totalDocument(name, meter, total)];
  }
}

function written(line: LiveSnapshot | LiveBatch): string {
  return `${JSON.stringify(line)}\n`;
}
