/** Meters: https://docs.stripe.com/api/billing/meter (around.md 1). */
import type * as z from 'zod';
import type { Engine } from '../metering/engine.ts';
import { DEFAULT_KEYS, type Meter, type MeterDefinition } from '../metering/meters.ts';
import { parameterErrors, type Refusal } from '../stripe/errors.ts';
import type { Call } from '../stripe/exchange.ts';
import type { Json, JsonObject } from '../stripe/json.ts';
import { listPage, pageParams } from '../stripe/lists.ts';
import { hash, optional, optionalHash, params, required } from '../stripe/params.ts';
import { type Endpoint, endpoint } from '../stripe/pipeline.ts';
import { expandNothing, oneOf, text } from '../stripe/readers.ts';
import { meteringErrors } from './metering-errors.ts';

const URL = '/v1/billing/meters';
const MAX_DISPLAY_NAME = 250;

/** Parameters of a create. */
export const meterParams = params({
  customer_mapping: optionalHash({ event_payload_key: required(text(100)), type: required(oneOf(['by_id'])) }),
  default_aggregation: hash({ formula: required(oneOf(['count', 'last', 'sum'])) }),
  display_name: required(text(MAX_DISPLAY_NAME)),
  event_name: required(text(100)),
  event_time_window: optional(oneOf(['day', 'hour'])),
  expand: optional(expandNothing),
  value_settings: optionalHash({ event_payload_key: required(text(100)) }),
});

/** Nothing but the display name can change (1.3). */
const updateParams = params({ display_name: optional(text(MAX_DISPLAY_NAME)), expand: optional(expandNothing) });
const listParams = params({ ...pageParams, expand: optional(expandNothing), status: optional(oneOf(['active', 'inactive'])) });
const bareParams = params({ expand: optional(expandNothing) });

/** Create, retrieve, update, list, deactivate, reactivate. */
export function meterEndpoints(engine: Engine): Endpoint[] {
  const now = () => engine.clock.nowSeconds();

  return [
    endpoint('POST', URL, meterParams, async (given, { caller }) => {
      const meter = await engine.account(caller).meters.create(definitionOf(given), now());
      return meter === undefined ? meteringErrors.meterExists(given.event_name) : write(meter, caller.livemode);
    }),

    endpoint('GET', URL, listParams, async ({ status, ...page }, { caller }) => {
      const items = (await engine.account(caller).meters.all()).reverse(); // newest first: not recorded (1.2)
      const shows = (meter: Meter) => status === undefined || statusOf(meter) === status;
      return listPage({ url: URL, kind: 'meter', items, idOf: ({ id }) => id, write: (meter) => write(meter, caller.livemode), shows }, page);
    }),

    endpoint('GET', `${URL}/:id`, bareParams, async (_given, call) => withMeter(engine, call, async (meter) => write(meter, call.caller.livemode))),

    endpoint('POST', `${URL}/:id`, updateParams, async ({ display_name }, call) =>
      withMeter(engine, call, async (meter) => {
        const changed = display_name === undefined ? meter : await engine.account(call.caller).meters.rename(meter, display_name, now());
        return write(changed, call.caller.livemode);
      }),
    ),

    endpoint('POST', `${URL}/:id/deactivate`, bareParams, async (_given, call) =>
      withMeter(engine, call, async (meter) => {
        if (meter.deactivatedAt !== null) return meteringErrors.alreadyDeactivated();
        return write(await engine.account(call.caller).meters.deactivate(meter, now()), call.caller.livemode);
      }),
    ),

    endpoint('POST', `${URL}/:id/reactivate`, bareParams, async (_given, call) =>
      withMeter(engine, call, async (meter) => {
        const { meters } = engine.account(call.caller);
        if (meter.deactivatedAt === null) return meteringErrors.alreadyActive();
        if (meters.active(meter.eventName) !== undefined) return meteringErrors.meterExists(meter.eventName); // not recorded (S3)
        return write(await meters.reactivate(meter, now()), call.caller.livemode);
      }),
    ),
  ];
}

/** The meter that the parameters of a create describe, with Stripe's defaults (1.1). */
export function definitionOf(given: z.output<typeof meterParams>): MeterDefinition {
  return {
    displayName: given.display_name,
    eventName: given.event_name,
    formula: given.default_aggregation.formula,
    customerKey: given.customer_mapping?.event_payload_key ?? DEFAULT_KEYS.customerKey,
    valueKey: given.value_settings?.event_payload_key ?? DEFAULT_KEYS.valueKey,
    eventTimeWindow: given.event_time_window ?? null,
  };
}

/** Does something with the meter that the path names, or refuses: the sentence is not recorded (S1). */
export async function withMeter(engine: Engine, { caller, pathParams }: Call, act: (meter: Meter) => Promise<Json | Refusal>): Promise<Json | Refusal> {
  const id = pathParams['id'] ?? '';
  const meter = await engine.account(caller).meters.get(id);
  return meter === undefined ? parameterErrors.noSuch('meter', id, 'id') : act(meter);
}

function statusOf(meter: Meter): 'active' | 'inactive' {
  return meter.deactivatedAt === null ? 'active' : 'inactive';
}

function write(meter: Meter, livemode: boolean): JsonObject {
  return {
    id: meter.id,
    object: 'billing.meter',
    created: meter.created,
    customer_mapping: { event_payload_key: meter.customerKey, type: 'by_id' },
    default_aggregation: { formula: meter.formula },
    display_name: meter.displayName,
    event_name: meter.eventName,
    event_time_window: meter.eventTimeWindow,
    livemode,
    status: statusOf(meter),
    status_transitions: { deactivated_at: meter.deactivatedAt },
    updated: meter.updated,
    value_settings: { event_payload_key: meter.valueKey },
  };
}
