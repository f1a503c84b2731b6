/**
 * Meter event summaries: https://docs.stripe.com/api/billing/meter-event-summary
 * (docs/stripe/meter-event-summaries.md).
 */
import { toFloatText } from '../../metering/decimal.ts';
import type { Meter } from '../../metering/meter.ts';
import { floorTo } from '../../metering/series.ts';
import type { Summary } from '../../metering/usage.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { expandNothing } from '../../stripe/v1/expand.ts';
import { type JsonObject, RawJson } from '../../stripe/v1/json.ts';
import { listPage, pageParams } from '../../stripe/v1/lists.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, params, required } from '../../stripe/v1/params.ts';
import { integer, oneOf, text } from '../../stripe/v1/parsers.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { meteringErrors } from './metering-errors.ts';
import { findMeter } from './meters.ts';
import type { Resources } from './resources.ts';
import { summaryIds } from './summary-ids.ts';

const SECONDS = { hour: 3600, day: 86_400 } as const;

const listParams = params({
  customer: required(text(5000)),
  end_time: required(integer({ min: 0 })),
  ...pageParams,
  expand: optional(expandNothing),
  start_time: required(integer({ min: 0 })),
  value_grouping_window: optional(oneOf(['day', 'hour'])),
});

interface Asked {
  readonly start_time: number;
  readonly end_time: number;
  readonly value_grouping_window?: 'day' | 'hour' | undefined;
}

/** `GET /v1/billing/meters/:id/event_summaries`. */
export function meterEventSummaryEndpoints({ engine }: Resources): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/v1/billing/meters/:id/event_summaries',
      params: listParams,
      act: (given, call) => {
        const meter = findMeter(engine, call);
        if (meter instanceof Refusal) return meter;
        const { customer, start_time: from, end_time: to, value_grouping_window: window } = given;
        const refusal = refuseTimes(given);
        if (refusal !== undefined) return refusal;
        if (engine.options.strict && !engine.account(call.account).customers.exists(customer)) {
          return parameterErrors.noSuch('customer', customer, 'customer', 400); // GUESS: the status
        }
        const { livemode } = call.caller;
        const bucketSeconds = window === undefined ? undefined : SECONDS[window];
        const items = engine.summarize(call.account, meter, customer, { from, to, bucketSeconds });
        const idOf = summaryIds(meter, customer, livemode);
        // The real path, since SDKs page with it; recorded ones contain a literal `:id`
        // (docs/stripe/meter-event-summaries.md#alignment).
        const url = `/v1/billing/meters/${meter.id}/event_summaries`;
        const write = (each: Summary) => writeSummary(each, idOf(each), meter, livemode);
        return listPage({ url, kind: 'meter event summary', items, idOf, write }, given);
      },
    }),
  ];
}

/**
 * Only a grouping window requires aligned times. Without one, the docs say minutes, but three live
 * suites send arbitrary seconds and get answers (docs/stripe/meter-event-summaries.md#alignment),
 * so those are never refused.
 */
function refuseTimes(asked: Asked): Refusal | undefined {
  const { start_time, end_time, value_grouping_window: window } = asked;
  for (const name of ['start_time', 'end_time'] as const) {
    if (window === undefined) break;
    const boundary = floorTo(asked[name], SECONDS[window]);
    if (boundary !== asked[name]) {
      return meteringErrors.unaligned(name, asked[name], boundary, window);
    }
  }
  return end_time < start_time ? meteringErrors.reversedRange() : undefined;
}

function writeSummary(
  { from, to, value }: Summary,
  id: string,
  meter: Meter,
  livemode: boolean,
): JsonObject {
  return {
    id,
    object: 'billing.meter_event_summary',
    // A float literal: PHP and Python distinguish 10.0 from 10
    // (docs/stripe/meter-event-summaries.md#object).
    aggregated_value: new RawJson(toFloatText(value)),
    end_time: to,
    livemode,
    meter: meter.id,
    start_time: from,
  };
}
