/**
 * Events: https://docs.stripe.com/api/v2/core/events
 * (docs/stripe/events.md#fetching-v2-events).
 */
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { v2Endpoint } from '../../stripe/v2/v2-dialect.ts';
import { v2RequestErrors } from '../../stripe/v2/v2-errors.ts';
import { type FieldError, fields, optional } from '../../stripe/v2/v2-fields.ts';
import { array, dateTime, text } from '../../stripe/v2/v2-parsers.ts';
import { formatDateTime } from '../../stripe/v2/v2-time.ts';
import type { ThinEvent } from '../../webhooks/stripe-event.ts';
import { fullEvent } from '../../webhooks/thin-body.ts';
import type { WebhookResources } from '../v1/resources.ts';
import { pageFields, v2Page } from './v2-pages.ts';

const PATH = '/v2/core/events';
/** The most `types` of a list. Documented. GUESS: how more are refused. */
const MAX_TYPES = 20;

const filters = {
  object_id: optional(text(5000)),
  types: optional(array(text(255), MAX_TYPES)),
  created: optional(
    fields({
      gt: optional(dateTime),
      gte: optional(dateTime),
      lt: optional(dateTime),
      lte: optional(dateTime),
    }),
  ),
};
const filterFields = fields(filters);
const listFields = fields({ ...filters, ...pageFields });
const noFields = fields({});
type Filters = Exclude<ReturnType<typeof filterFields>, FieldError>;

/** Retrieve and list. Only thin events: snapshots are read through the v1 API. */
export function v2CoreEventEndpoints({ webhooks }: WebhookResources): Endpoint[] {
  const all = ({ account, atMs }: Call) => webhooks.events.newestFirst(account, 'thin', atMs);
  return [
    v2Endpoint({
      method: 'GET',
      path: PATH,
      params: listFields,
      act: (given, call) => {
        const items = (asked: Filters) => all(call).filter((event) => isMatch(event, asked));
        const idOf = ({ id }: ThinEvent) => id;
        const list = { path: PATH, readFilters: filterFields, sentAs, items, idOf };
        return v2Page({ ...list, write: fullEvent }, given);
      },
    }),
    v2Endpoint({
      method: 'GET',
      path: `${PATH}/:id`,
      params: noFields,
      act: (_given, { account, atMs, pathParams }) => {
        const event = webhooks.events.get(account, pathParams['id'] ?? '', atMs);
        return event?.form === 'thin' ? fullEvent(event) : v2RequestErrors.notFound();
      },
    }),
  ];
}

function isMatch({ related, type, createdMs }: ThinEvent, asked: Filters): boolean {
  const { object_id, types, created = {} as NonNullable<Filters['created']> } = asked;
  return (
    (object_id === undefined || related?.id === object_id) &&
    (types === undefined || types.includes(type)) &&
    (created.gt === undefined || createdMs > created.gt) &&
    (created.gte === undefined || createdMs >= created.gte) &&
    (created.lt === undefined || createdMs < created.lt) &&
    (created.lte === undefined || createdMs <= created.lte)
  );
}

function sentAs({ created = {} as NonNullable<Filters['created']>, ...rest }: Filters): object {
  const given = Object.entries(created).filter(([, ms]) => ms !== undefined);
  const times = given.map(([name, ms]) => [name, formatDateTime(ms as number)]);
  return { ...rest, created: Object.fromEntries(times) };
}
