/** One event, by its sequence: what it has, and whether it is counted or why not. */
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
import { SOURCES, WHY_INVALID } from './words.ts';

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
      <p class="notice bad">
        Event {id} is not kept: it was evicted, removed by a reset, or has not arrived yet.
      </p>
    );
  }
  return (
    <article>
      <h2>
        Event {event.sequence} <span class="quiet">{event.event_name}</span>
      </h2>
      {event.invalid !== null && (
        <p class="notice bad">
          <b>Accepted, but not counted: {WHY_INVALID[event.invalid][0]}.</b>{' '}
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
    counted: stateOf(event),
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
    timestamp: <TimeText at={event.timestamp} full />,
    received: <TimeText at={event.received_at} full />,
    request: request === null ? null : <a href={href('requests', request)}>{request}</a>,
    'idempotency key': event.idempotency_key,
    source: SOURCES[event.source],
    account: `${event.account}${event.livemode ? ' (live)' : ''}`,
  };
}

function Siblings({ event }: { event: EventDocument }) {
  const { customer, event_name, invalid } = event;
  return (
    <p class="links">
      {customer !== null && (
        <a href={href('events', undefined, { customer })}>events of this customer</a>
      )}{' '}
      <a href={href('events', undefined, { event_name })}>events with this name</a>{' '}
      {invalid !== null && (
        <a href={href('events', undefined, { invalid })}>events with this problem</a>
      )}
    </p>
  );
}
