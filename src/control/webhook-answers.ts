/** The schemas of the answers of the routes about webhooks, only for the OpenAPI document. */
import * as z from 'zod';

const text = z.string();
const count = z.int();
const textOrNull = z.string().nullable();

const delivery = () =>
  z.strictObject({
    number: count,
    delivery: text,
    attempt: count,
    event: text,
    type: text,
    account: text,
    livemode: z.boolean(),
    destination: text,
    url: textOrNull,
    sent_at: text,
    headers: z.record(text, text),
    body: text,
    succeeded: z.boolean(),
    status: count.nullable(),
    answer: textOrNull,
    answer_truncated: z.boolean(),
    error: textOrNull,
    duration_ms: z.number(),
    fault: textOrNull,
    retry_at: textOrNull,
  });

const pending = () =>
  z.strictObject({
    delivery: text,
    event: text,
    type: text,
    account: text,
    livemode: z.boolean(),
    destination: text,
    attempts: count,
    status: z.enum(['due', 'later', 'held']),
    due_at: textOrNull,
  });

export const deliveries = () =>
  z.strictObject({
    data: z.array(delivery()),
    pending: z.array(pending()),
    next_cursor: count.nullable(),
    dropped: count,
  });

export const waited = () =>
  z.strictObject({
    complete: z.boolean(),
    matched: count,
    data: z.array(delivery()),
    missing: textOrNull,
  });

export const held = () => z.strictObject({ held: text });
export const released = () => z.strictObject({ released: z.union([text, z.array(text)]) });
export const redelivered = () => z.strictObject({ delivery: text });
export const collector = () => z.strictObject({ id: text, secret: text });
export const removed = () => z.strictObject({ removed: text });

/** The whole event, as `GET /v2/core/events/:id` returns it. */
export const errorReport = () =>
  z.looseObject({ id: text, object: z.literal('v2.core.event'), type: text, created: text });
