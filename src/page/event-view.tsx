/** One event, by its sequence: what it was, and why it counts or not. */
import type { EventDocument, Page } from '../documents/event-document.ts';
import { CopyText } from './copy-text.tsx';
import { stateOf } from './events-view.tsx';
import { Facts, NotRead } from './facts.tsx';
import { useLive } from './live.ts';
import { meterHref } from './meter-words.ts';
import { TimeText } from './time-text.tsx';
import { customerHref } from './totals-table.tsx';
import { useRead } from './use-read.ts';
import { href } from './use-route.ts';
import { WAYS, WHY_INVALID } from './words.ts';

export function EventView({ id }: { id: string }) {
  const sequence = Number(id);
  const { generation, counts } = useLive().state;
  const query = { cursor: sequence + 1, limit: 1 };
  const reading = useRead<Page<EventDocument>>('meter_events', query, [
    generation,
    counts.cancelled,
  ]);
  const event = reading.document?.data[0];
  if (reading.document === undefined) return <NotRead reading={reading} />;
  if (event?.sequence !== sequence) {
    return (
      <p class="notice bad">Event {id} is not kept: evicted, forgotten by a reset, or to come.</p>
    );
  }
  return (
    <article>
      <h2>
        Event {event.sequence} <span class="quiet">{event.event_name}</span>
      </h2>
      {event.invalid !== null && (
        <p class="notice bad">
          <b>Taken, and not counted: {WHY_INVALID[event.invalid][0]}.</b>{' '}
          {WHY_INVALID[event.invalid][1]} <code>{event.invalid}</code>
        </p>
      )}
      <Facts facts={factsOf(event)} />
      <CopyText label="payload" text={JSON.stringify(event.payload, null, 2)} />
      <Siblings event={event} />
    </article>
  );
}

function factsOf(event: EventDocument) {
  const { customer, request_id: request } = event;
  return {
    counts: stateOf(event),
    value: event.value,
    customer:
      customer === null ? 'none' : <a href={customerHref({ ...event, customer })}>{customer}</a>,
    'event name': event.event_name,
    meter:
      event.meter === null ? (
        'none'
      ) : (
        <a href={meterHref({ ...event, id: event.meter })}>{event.meter}</a>
      ),
    identifier: event.identifier,
    'its own time': <TimeText at={event.timestamp} full />,
    received: <TimeText at={event.received_at} full />,
    request: request === null ? null : <a href={href('requests', request)}>{request}</a>,
    'idempotency key': event.idempotency_key,
    way: WAYS[event.source],
    account: `${event.account}${event.livemode ? ' (live)' : ''}`,
  };
}

function Siblings({ event }: { event: EventDocument }) {
  const { customer, event_name, invalid } = event;
  return (
    <p class="links">
      {customer !== null && (
        <a href={href('events', undefined, { customer })}>its customer’s events</a>
      )}{' '}
      <a href={href('events', undefined, { event_name })}>events of that name</a>{' '}
      {invalid !== null && (
        <a href={href('events', undefined, { invalid })}>events with that problem</a>
      )}
    </p>
  );
}
