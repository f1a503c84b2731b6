/** An engine for a test: frozen at a round time, seeded, with the options given. */
import { Clock } from '../../src/metering/clock.ts';
import { Engine, type EngineOptions } from '../../src/metering/engine.ts';
import { Random } from '../../src/metering/random.ts';

export const START = Date.parse('2026-01-31T12:00:00Z');
export const ACCOUNT = { account: 'default', livemode: false };

export function engineOf(options: Partial<EngineOptions> = {}): Engine {
  return new Engine({
    clock: new Clock({ startMs: START, frozen: true }),
    random: new Random(1),
    retain: 100_000,
    strict: false,
    summaryLagSeconds: 0,
    ...options,
  });
}

/** An event of `cus_1` now, with the changes given. */
export function input(engine: Engine, changes: { eventName?: string; identifier?: string; customer?: string; value?: string; timestamp?: number } = {}) {
  const { eventName = 'calls', identifier = engine.random.uuid(), customer = 'cus_1', value = '1', timestamp = engine.clock.nowSeconds() } = changes;
  const payload = new Map([
    ['stripe_customer_id', customer],
    ['value', value],
  ]);
  return { eventName, identifier, payload, timestamp, requestId: null, idempotencyKey: null };
}
