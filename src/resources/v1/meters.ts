/** Meters: https://docs.stripe.com/api/billing/meter (docs/stripe/meters.md). */
import type { Engine } from '../../metering/engine.ts';
import { DEFAULT_KEYS, type Meter, type MeterDefinition } from '../../metering/meter.ts';
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { expandNothing } from '../../stripe/v1/expand.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { listPage, pageParams } from '../../stripe/v1/lists.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import {
  hash,
  optional,
  optionalHash,
  type ParamsOf,
  params,
  required,
} from '../../stripe/v1/params.ts';
import { oneOf, stringList, text } from '../../stripe/v1/parsers.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { isPreview } from '../../stripe/versions.ts';
import { meteringErrors } from './metering-errors.ts';
import { causeOf, commandOf, idOf, type Resources, secondsOf } from './resources.ts';

const URL = '/v1/billing/meters';
const MAX_DISPLAY_NAME = 250;

const createShape = {
  customer_mapping: optionalHash({
    event_payload_key: required(text(100)),
    type: required(oneOf(['by_id'])),
  }),
  default_aggregation: hash({ formula: required(oneOf(['count', 'last', 'sum'])) }),
  display_name: required(text(MAX_DISPLAY_NAME)),
  event_name: required(text(100)),
  event_time_window: optional(oneOf(['day', 'hour'])),
  expand: optional(expandNothing),
  value_settings: optionalHash({ event_payload_key: required(text(100)) }),
};

/**
 * The parameters of a create under a preview version, and of a fixture. GUESS: no limit on the
 * keys.
 */
export const meterParams = params({
  ...createShape,
  dimension_payload_keys: optional(stringList),
});
/** The parameters of a create under other versions. */
const createParams = params(createShape) as typeof meterParams;

/** Only the display name can change (docs/stripe/meters.md#states). */
const updateParams = params({
  display_name: optional(text(MAX_DISPLAY_NAME)),
  expand: optional(expandNothing),
});
const listParams = params({
  ...pageParams,
  expand: optional(expandNothing),
  status: optional(oneOf(['active', 'inactive'])),
});
const bareParams = params({ expand: optional(expandNothing) });

/** Create, retrieve, update, list, deactivate, reactivate. */
export function meterEndpoints(resources: Resources): Endpoint[] {
  return [
    create(resources),
    list(resources),
    retrieve(resources),
    update(resources),
    deactivate(resources),
    reactivate(resources),
  ];
}

function create({ engine, ids, submit }: Resources): Endpoint {
  const freshId = ({ account }: Call) =>
    ids.fresh(
      (drawn) => drawn.meter(account.livemode),
      (id) => engine.account(account).meters.get(id) !== undefined,
    );
  return endpoint({
    method: 'POST',
    path: URL,
    params: createParams,
    previewParams: meterParams,
    act: (given, call) => {
      const meter = newMeter(definitionOf(given), freshId(call), call);
      const command = { ...commandOf(call), cause: causeOf(call), meter };
      const created = submit({ kind: 'create_meter', ...command });
      return thenMaybe(created, (made) =>
        made === undefined ? meteringErrors.meterExists(given.event_name) : write(made, call),
      );
    },
  });
}

function list({ engine }: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: URL,
    params: listParams,
    act: ({ status, ...page }, call) => {
      // GUESS: newest first (docs/stripe/meters.md#object).
      const items = engine.account(call.account).meters.all().reverse();
      const shows = (meter: Meter) => status === undefined || statusOf(meter) === status;
      const listing = { url: URL, kind: 'meter', items, idOf: meterId, shows };
      return listPage({ ...listing, write: (meter) => write(meter, call) }, page);
    },
  });
}

function retrieve({ engine }: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${URL}/:id`,
    params: bareParams,
    act: (_given, call) => {
      const meter = findMeter(engine, call);
      return meter instanceof Refusal ? meter : write(meter, call);
    },
  });
}

function update({ engine, submit }: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: `${URL}/:id`,
    params: updateParams,
    act: ({ display_name: displayName }, call) => {
      const meter = findMeter(engine, call);
      if (meter instanceof Refusal) return meter;
      if (displayName === undefined) return write(meter, call);
      const command = { ...commandOf(call), cause: causeOf(call), id: meter.id, displayName };
      return thenMaybe(submit({ kind: 'rename_meter', ...command }), (renamed) =>
        answerOf(renamed, meter, call),
      );
    },
  });
}

function deactivate({ engine, submit }: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: `${URL}/:id/deactivate`,
    params: bareParams,
    act: (_given, call) => {
      const meter = findMeter(engine, call);
      if (meter instanceof Refusal) return meter;
      const command = { ...commandOf(call), cause: causeOf(call), id: meter.id };
      return thenMaybe(submit({ kind: 'deactivate_meter', ...command }), (deactivated) =>
        answerOf(deactivated, meter, call),
      );
    },
  });
}

function reactivate({ engine, submit }: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: `${URL}/:id/reactivate`,
    params: bareParams,
    act: (_given, call) => {
      const meter = findMeter(engine, call);
      if (meter instanceof Refusal) return meter;
      const command = { ...commandOf(call), cause: causeOf(call), id: meter.id };
      return thenMaybe(submit({ kind: 'reactivate_meter', ...command }), (reactivated) =>
        answerOf(reactivated, meter, call),
      );
    },
  });
}

/**
 * The meter that the parameters of a create describe, with Stripe's defaults
 * (docs/stripe/meters.md#parameters).
 */
export function definitionOf(given: ParamsOf<typeof meterParams>): MeterDefinition {
  return {
    displayName: given.display_name,
    eventName: given.event_name,
    formula: given.default_aggregation.formula,
    customerKey: given.customer_mapping?.event_payload_key ?? DEFAULT_KEYS.customerKey,
    valueKey: given.value_settings?.event_payload_key ?? DEFAULT_KEYS.valueKey,
    eventTimeWindow: given.event_time_window ?? null,
    dimensionPayloadKeys: given.dimension_payload_keys ?? null,
  };
}

/** The meter named in the path, or the refusal. GUESS: its sentence. */
export function findMeter(engine: Engine, call: Call): Meter | Refusal {
  const meter = engine.account(call.account).meters.get(idOf(call));
  return meter ?? parameterErrors.noSuch('meter', idOf(call), 'id');
}

function newMeter(definition: MeterDefinition, id: string, call: Call): Meter {
  const now = secondsOf(call);
  return {
    ...definition,
    id,
    created: now,
    updated: now,
    deactivatedAt: null,
    madeByMock: false,
  };
}

/** The answer to a change of a meter. */
function answerOf(
  outcome: Meter | 'not_found' | 'already_inactive' | 'already_active' | 'name_taken',
  { eventName, id }: Meter,
  call: Call,
): JsonObject | Refusal {
  if (typeof outcome === 'object') return write(outcome, call);
  switch (outcome) {
    case 'not_found':
      return parameterErrors.noSuch('meter', id, 'id');
    case 'already_inactive':
      return meteringErrors.alreadyDeactivated();
    case 'already_active':
      return meteringErrors.alreadyActive();
    case 'name_taken':
      return meteringErrors.meterExists(eventName); // GUESS: that it is refused
  }
}

function statusOf(meter: Meter): 'active' | 'inactive' {
  return meter.deactivatedAt === null ? 'active' : 'inactive';
}

function meterId({ id }: Meter): string {
  return id;
}

function write(meter: Meter, { account, version }: Call): JsonObject {
  return writeMeter(meter, account.livemode, version);
}

/** A meter as an API version shows it. */
export function writeMeter(meter: Meter, livemode: boolean, version: string): JsonObject {
  return {
    id: meter.id,
    object: 'billing.meter',
    created: meter.created,
    customer_mapping: { event_payload_key: meter.customerKey, type: 'by_id' },
    default_aggregation: { formula: meter.formula },
    dimension_payload_keys: isPreview(version) ? meter.dimensionPayloadKeys : undefined,
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
