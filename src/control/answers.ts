/**
 * The schemas of the answers of the control routes, only for the OpenAPI document, and created when
 * it is requested. `test/documents/schemas.test.ts` compares them with the types.
 */
import * as z from 'zod';
import { EVENT_SOURCES, INVALID_CODES } from '../metering/event.ts';
import { effects, type FaultName } from '../stripe/faults/effects.ts';

const text = z.string();
const count = z.int();
const textOrNull = z.string().nullable();
const owner = { account: text, livemode: z.boolean() };
const faultName = () => z.enum(effects.map(({ name }) => name) as [FaultName, ...FaultName[]]);

const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ data: z.array(item), next_cursor: count.nullable(), dropped: count });

export const event = () =>
  z.strictObject({
    sequence: count,
    ...owner,
    event_name: text,
    identifier: text,
    payload: z.record(text, text),
    timestamp: count,
    received_at: text,
    request_id: textOrNull,
    idempotency_key: textOrNull,
    source: z.enum(EVENT_SOURCES),
    meter: textOrNull,
    customer: textOrNull,
    value: textOrNull,
    cancelled: z.boolean(),
    invalid: z.enum(INVALID_CODES).nullable(),
  });

export const request = () =>
  z.strictObject({
    number: count,
    request_id: text,
    received_at: text,
    method: text,
    path: text,
    params: z.record(text, z.unknown()).nullable(),
    body: textOrNull,
    body_bytes: count,
    body_truncated: z.boolean(),
    headers: z.record(text, text),
    account: textOrNull,
    livemode: z.boolean().nullable(),
    idempotency_key: textOrNull,
    status: count.nullable(),
    error: textOrNull,
    duplicate: z.boolean(),
    replayed: z.boolean(),
    original_request: textOrNull,
    fault: faultName().nullable(),
    connection: z.enum(['answered', 'reset', 'lost']),
    duration_ms: z.number(),
  });

export const waited = () =>
  z.strictObject({
    complete: z.boolean(),
    matched: count,
    data: z.array(event()),
    missing: textOrNull,
  });

export const usage = () =>
  z.strictObject({
    data: z.array(
      z.strictObject({
        ...owner,
        meter: text,
        event_name: text,
        formula: z.enum(['count', 'last', 'sum']),
        made_by_mock: z.boolean(),
        customer: text,
        value: text,
      }),
    ),
    counts: z.array(
      z.strictObject({
        ...owner,
        taken: count,
        duplicate: count,
        invalid: count,
        invalid_by_code: z.partialRecord(z.enum(INVALID_CODES), count),
        cancelled: count,
        refused: count,
        replayed: count,
      }),
    ),
  });

const clockFields = {
  now_seconds: count,
  now: text,
  frozen: z.boolean(),
  ahead_seconds: z.number(),
  account: textOrNull,
};
export const clock = () =>
  z.strictObject({
    ...clockFields,
    pending_deliveries: count.optional(),
    accounts: z.array(z.strictObject(clockFields)).optional(),
  });

/** The fields that every fault has; the settings of its effect come on top. */
export const fault = () =>
  z.looseObject({
    id: text,
    effect: faultName(),
    match: z.record(text, text),
    skip: count,
    times: count.nullable(),
    probability: z.number(),
    delay_ms: count.optional(),
    skipped: count,
    fired: count,
  });

export const loaded = () =>
  z.strictObject({
    loaded: z.strictObject({
      meters: count,
      customers: count,
      products: count,
      prices: count,
      subscriptions: count,
      events: count,
      faults: count,
      destinations: count,
    }),
  });

/** Its items are in the form of Stripe's own create calls. */
export const fixture = () => {
  const items = z.array(z.looseObject({}));
  return z.looseObject({
    meters: items,
    customers: items,
    products: items,
    prices: items,
    subscriptions: items,
    events: items,
    faults: items,
    destinations: items,
    dropped_events: count,
  });
};

export const health = () =>
  z.strictObject({
    status: z.literal('ok'),
    version: text,
    uptime_seconds: z.number(),
    accounts: count,
    meters: count,
    customers: count,
    products: count,
    prices: count,
    subscriptions: count,
    events: count,
    identifiers: count,
    identifier_bytes: count,
    faults: count,
  });

export const events = () => page(event());
export const requests = () => page(request());
export const faults = () => z.strictObject({ data: z.array(fault()) });
export const reset = () => z.strictObject({ reset: text });
export const removed = () => z.strictObject({ removed: text });
export const removedAll = () =>
  z.strictObject({ removed: z.literal('all'), account: textOrNull, count });
export const saved = () => z.strictObject({ saved: text, bytes: count });
export const error = () => z.strictObject({ error: z.strictObject({ message: text }) });

export const routes = () =>
  z.strictObject({
    data: z.array(
      z.strictObject({
        method: z.enum(['DELETE', 'GET', 'POST']),
        path: text,
        help: text,
        query: z.array(text),
        example: text,
      }),
    ),
    openapi: text,
  });

/** Of https://spec.openapis.org/oas/v3.1.0: the parts that this server writes. */
export const openApi = () =>
  z.strictObject({
    openapi: text,
    info: z.record(text, text),
    servers: z.array(z.record(text, text)),
    security: z.array(z.record(text, z.array(text))),
    paths: z.record(text, z.record(text, z.looseObject({ operationId: text }))),
    components: z.looseObject({}),
  });
