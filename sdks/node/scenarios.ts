/** Types of fixtures/sdks/scenarios.json. ../README.md describes how a scenario is played. */
import { readFileSync } from 'node:fs';
import type { Stripe } from 'stripe';

export type Step = (Call | V2Call | ClockCall) & { expect: Expectation; replayed?: true };
export type V1Step = Call & Step;
export type V2Step = V2Call & Step;

type Call =
  | {
      call: 'create_event';
      with: Stripe.Billing.MeterEventCreateParams;
      extra?: object;
      idempotency_key?: string;
    }
  | {
      call: 'create_meter';
      with: {
        display_name: string;
        event_name: string;
        formula: Stripe.Billing.MeterCreateParams.DefaultAggregation.Formula;
      };
    }
  | { call: 'find_meter' | 'deactivate_meter'; with: { event_name: string; page_size: number } }
  | {
      call: 'summaries';
      with: Stripe.Billing.MeterListEventSummariesParams & {
        event_name: string;
        page_size?: number;
      };
    }
  | { call: 'cancel'; with: { event_name: string; identifier: string } };

type V2Call =
  | { call: 'v2_event'; with: V2Event; idempotency_key?: string }
  | { call: 'v2_cancel'; with: { event_name: string; identifier: string } }
  | { call: 'v2_session'; with: object }
  | { call: 'v2_stream'; with: { events: V2Event[]; repeat?: number } };

/** Moves the account's own clock. */
interface ClockCall {
  call: 'clock';
  with: { seconds: number };
}

/** An event of version 2, with its time in seconds. */
export type V2Event = Omit<Stripe.V2.Billing.MeterEventCreateParams, 'timestamp'> & {
  timestamp?: number;
};

export type Expectation = { ok: object } | { error: object };

interface Counts {
  events?: number;
  requests?: number;
}

export interface Scenario extends Counts {
  name: string;
  api_key?: string;
  max_retries?: number;
  faults?: object[];
  steps: Step[];
  differs?: Record<string, Counts & { steps?: Record<number, Expectation> }>;
}

interface Time {
  from: 'now' | 'midnight';
  seconds: number;
}

const DAY = 86_400;

export const { scenarios }: { scenarios: Scenario[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/sdks/scenarios.json', import.meta.url), 'utf8'),
);

/** The scenario with its times replaced by seconds since the epoch. */
export function atPresent(scenario: Scenario): Scenario {
  const now = Math.floor(Date.now() / 1000);
  const start = { now, midnight: now - (now % DAY) };
  return JSON.parse(JSON.stringify(scenario), (_key, value) =>
    isTime(value) ? start[value.from] + value.seconds : value,
  );
}

function isTime(value: Partial<Time> | null): value is Time {
  return typeof value?.from === 'string' && typeof value.seconds === 'number';
}
