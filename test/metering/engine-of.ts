/**
 * A complete state for tests of its engine: frozen at a round time, seeded, with the given options.
 */
import type { AccountName } from '../../src/metering/account-name.ts';
import type { EventInput } from '../../src/metering/event.ts';
import type { Selection } from '../../src/metering/event-log.ts';
import type { Meter } from '../../src/metering/meter.ts';
import type { RecordOptions } from '../../src/metering/metering-commands.ts';
import { State, type StateOptions } from '../../src/state.ts';

export const START = Date.parse('2026-01-31T12:00:00Z');
export const ACCOUNT = { account: 'default', livemode: false };

/** Frozen time, without a timer. */
export const STILL = { now: () => START, wakeAt: () => {} };

export function stateOf(options: Partial<StateOptions> = {}): State {
  return new State(
    {
      retain: 100_000,
      retainRequests: 1000,
      seed: 1,
      strict: false,
      summaryLag: 0,
      proration: 'refuse',
      reportDelay: 2,
      validationWindowSeconds: 10,
      webhookApiVersion: '2026-10-28.endive',
      webhookEvents: ['*'],
      webhookSecret: 'whsec_stripemetermockstripemetermock00',
      webhookUrl: [],
      ...options,
    },
    {
      time: STILL,
      clockStart: { startMs: START, frozen: true },
      warnOnce: () => {},
      onError: (error) => {
        throw error;
      },
    },
  );
}

/** The engine of a state, with its commands as methods that use the clock's time. */
export function engineOf(options: Partial<StateOptions> = {}) {
  const state = stateOf(options);
  const { engine, clocks, apply } = state;
  return {
    state,
    clock: {
      now: () => clocks.now(),
      advance: (ms: number) =>
        void clocks.of().move(
          (nowMs) => ({ toMs: nowMs + ms }),
          ({ toMs }) => clocks.set(undefined, { nowMs: toMs, frozen: true, realMs: START }),
        ),
    },
    record(account: AccountName, event: EventInput, how: RecordOptions = {}) {
      const instant = clocks.instant(account.account);
      return apply({ kind: 'record_event', account, ...instant, input: event, ...how });
    },
    rehearse(account: AccountName, event: EventInput) {
      return engine.rehearse({ account, ...clocks.instant(account.account), input: event });
    },
    cancel(account: AccountName, eventName: string, identifier: string) {
      const instant = clocks.instant(account.account);
      return apply({ kind: 'cancel_event', account, ...instant, eventName, identifier }).outcome;
    },
    createMeter(account: AccountName, changes: Partial<Meter>) {
      const instant = clocks.instant(account.account);
      return apply({ kind: 'create_meter', account, ...instant, meter: meterOf(changes) });
    },
    reset: (account?: string) => apply({ kind: 'reset', account, realMs: START }),
    account: (name: AccountName) => engine.account(name),
    accounts: () => engine.accounts(),
    events: (selection?: Selection) => engine.events(selection),
    countEvents: (selection: Selection) => [...engine.events(selection)].length,
    usage: (name: AccountName) => engine.usage(name),
    summarize: engine.summarize.bind(engine),
    isHeld: (name: AccountName, identifier: string) =>
      engine.isHeld(name, identifier, clocks.now(name.account)),
    identifiers: () => engine.identifiers,
  };
}

export type EngineUnderTest = ReturnType<typeof engineOf>;

/** The input for a meter for `calls`, with the given changes. */
export function meterOf(changes: Partial<Meter> = {}): Meter {
  return {
    id: 'mtr_test_1',
    displayName: 'Calls',
    eventName: 'calls',
    formula: 'sum',
    customerKey: 'stripe_customer_id',
    valueKey: 'value',
    eventTimeWindow: null,
    dimensionPayloadKeys: null,
    created: START / 1000,
    updated: START / 1000,
    deactivatedAt: null,
    madeByMock: false,
    ...changes,
  };
}

interface Changes {
  eventName?: string;
  identifier?: string;
  customer?: string;
  value?: string;
  timestamp?: number;
}

/** The input for an event of `cus_1` now, with the given changes. */
export function input({ state, clock }: EngineUnderTest, changes: Changes = {}): EventInput {
  const {
    eventName = 'calls',
    identifier = state.ids.identifier(),
    customer = 'cus_1',
    value = '1',
    timestamp = Math.floor(clock.now() / 1000),
  } = changes;
  const payload = new Map([
    ['stripe_customer_id', customer],
    ['value', value],
  ]);
  const sent = { requestId: null, idempotencyKey: null, source: 'v1' } as const;
  return { eventName, identifier, payload, timestamp, ...sent };
}
