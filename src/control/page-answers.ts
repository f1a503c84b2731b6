/** The schemas of the answers of the page's routes, only for the OpenAPI document. */
import * as z from 'zod';
import { event, request, usage } from './answers.ts';

const text = z.string();
const textOrNull = z.string().nullable();
const seconds = z.int();

export const requestDetail = () =>
  request().extend({
    kept_answer: z.strictObject({ status: z.int(), body: text }).nullable(),
    same_key: z.array(request()),
    events: z.array(event()),
  });

const preview = () =>
  z.strictObject({
    due: seconds,
    period_start: seconds,
    period_end: seconds,
    total: z.int(),
    amount_due: z.int(),
    lines: z.array(z.strictObject({ description: text, amount: z.int() })),
  });

export const customer = () =>
  z.strictObject({
    id: text,
    account: text,
    livemode: z.boolean(),
    exists: z.boolean(),
    name: textOrNull,
    email: textOrNull,
    totals: usage().shape.data,
    subscriptions: z.array(
      z.strictObject({
        id: text,
        status: z.enum(['active', 'trialing', 'canceled']),
        currency: text,
        no_preview: textOrNull,
        preview: preview().nullable(),
      }),
    ),
  });

export const series = () =>
  z.strictObject({
    start_time: seconds,
    end_time: seconds,
    window: z.enum(['hour', 'day']),
    data: z.array(z.strictObject({ start_time: seconds, value: text })),
  });

const meterFields = () => ({
  id: text,
  account: text,
  livemode: z.boolean(),
  display_name: text,
  event_name: text,
  formula: z.enum(['count', 'last', 'sum']),
  event_time_window: z.enum(['day', 'hour']).nullable(),
  customer_key: text,
  value_key: text,
  status: z.enum(['active', 'inactive']),
  created: seconds,
  deactivated_at: seconds.nullable(),
  made_by_mock: z.boolean(),
  events: z.int(),
  customers: z.int(),
  value: text,
});

export const meters = () => z.strictObject({ data: z.array(z.strictObject(meterFields())) });

export const meter = () =>
  z.strictObject({
    ...meterFields(),
    data: z.array(z.strictObject({ customer: text, value: text })),
  });
