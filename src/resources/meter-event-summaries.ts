/** Meter event summaries: https://docs.stripe.com/api/billing/meter-event-summary (around.md 3). */
import { toFloatText } from '../metering/decimal.ts';
import type { Engine } from '../metering/engine.ts';
import type { Meter } from '../metering/meters.ts';
import { floorTo } from '../metering/series.ts';
import type { Summary } from '../metering/usage.ts';
import { parameterErrors, type Refusal } from '../stripe/errors.ts';
import { type JsonObject, Written } from '../stripe/json.ts';
import { listPage, pageParams } from '../stripe/lists.ts';
import { optional, params, required } from '../stripe/params.ts';
import { type Endpoint, endpoint } from '../stripe/pipeline.ts';
import { expandNothing, integer, oneOf, text } from '../stripe/readers.ts';
import { meteringErrors } from './metering-errors.ts';
import { withMeter } from './meters.ts';
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
  readonly customer: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly value_grouping_window?: 'day' | 'hour' | undefined;
}

/** `GET /v1/billing/meters/:id/event_summaries`. */
export function meterEventSummaryEndpoints(engine: Engine): Endpoint[] {
  return [
    endpoint('GET', '/v1/billing/meters/:id/event_summaries', listParams, async (given, call) =>
      withMeter(engine, call, async (meter) => {
        const { customer, start_time: from, end_time: to, value_grouping_window: window } = given;
        const refusal = refuseTimes(given);
        if (refusal !== undefined) return refusal;
        if (engine.options.strict && !engine.account(call.caller).customers.exists(customer)) {
          return parameterErrors.noSuch('customer', customer, 'customer', 400); // the status is not recorded
        }
        const bucketSeconds = window === undefined ? undefined : SECONDS[window];
        const summaries = await engine.summarize(call.caller, meter, customer, { from, to, bucketSeconds });
        const idOf = summaryIds(meter, customer, call.caller.livemode);
        const write = (summary: Summary) => writeSummary(summary, idOf(summary), meter, call.caller.livemode);
        // The real path, since SDKs page by it: recorded ones have a literal `:id` in them (3.3a).
        const url = `/v1/billing/meters/${meter.id}/event_summaries`;
        return listPage({ url, kind: 'meter event summary', items: summaries, idOf, write }, given);
      }),
    ),
  ];
}

/**
 * Only a grouping window asks for aligned times. Without one the docs say minutes, but three live
 * suites send any second and are answered (3.3): so no mode refuses those.
 */
function refuseTimes(asked: Asked): Refusal | undefined {
  const { start_time, end_time, value_grouping_window: window } = asked;
  for (const name of ['start_time', 'end_time'] as const) {
    if (window === undefined) break;
    const boundary = floorTo(asked[name], SECONDS[window]);
    if (boundary !== asked[name]) return meteringErrors.unaligned(name, asked[name], boundary, window);
  }
  return end_time < start_time ? meteringErrors.reversedRange() : undefined;
}

function writeSummary({ from, to, value }: Summary, id: string, meter: Meter, livemode: boolean): JsonObject {
  return {
    id,
    object: 'billing.meter_event_summary',
    aggregated_value: new Written(toFloatText(value)), // a float literal: PHP and Python tell 10.0 from 10 (3.2)
    end_time: to,
    livemode,
    meter: meter.id,
    start_time: from,
  };
}
