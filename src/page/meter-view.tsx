/** One meter: its settings, its usage over time, and its customers. */
import { useState } from 'preact/hooks';
import type { MeterDocument } from '../documents/meter-document.ts';
import { CopyText } from './copy-text.tsx';
import { Facts, NotRead } from './facts.tsx';
import { useLive } from './live.ts';
import { MeterCustomers } from './meter-customers.tsx';
import { MeterSeries } from './meter-series.tsx';
import { aggregationOf, FORMULAS, ownAlone } from './meter-words.ts';
import { meterEventCurl } from './stripe-curl.ts';
import { TimeText } from './time-text.tsx';
import { meterKey } from './totals.ts';
import { useLiveRead } from './use-live-read.ts';
import { href } from './use-route.ts';

/** How many customers are read at first, and how many at most. */
const FIRST = 200;
const MOST = 5000;

export function MeterView({ id, query }: { id: string; query: URLSearchParams }) {
  const name = {
    account: query.get('account') ?? 'default',
    livemode: query.get('livemode') ?? undefined,
  };
  const [limit, setLimit] = useState(FIRST);
  const { state } = useLive();
  const key = meterKey({ account: name.account, livemode: name.livemode === 'true', meter: id });
  // The feed brings totals of this meter, a change of meters, or a new snapshot.
  const changes = [state.generation, state.totals.get(key), state.meters, state.clock];
  const path = `meters/${encodeURIComponent(id)}`;
  const reading = useLiveRead<MeterDocument>(path, { ...name, limit }, changes);
  const meter = reading.document;
  if (meter === undefined) return <NotRead reading={reading} />;
  return (
    <article>
      <h2>
        {meter.display_name} <span class="quiet">meter</span>
      </h2>
      <Remarks meter={meter} />
      <Facts facts={factsOf(meter)} />
      <Links meter={meter} />
      {meter.customers === 0 ? (
        <Unused meter={meter} />
      ) : (
        <>
          <MeterSeries meter={meter} changes={changes} />
          <MeterCustomers meter={meter} onMore={() => setLimit(MOST)} isAll={limit === MOST} />
        </>
      )}
    </article>
  );
}

function Remarks({ meter: { status, made_by_mock: isMade } }: { meter: MeterDocument }) {
  return (
    <>
      {status === 'inactive' && (
        <p class="notice warn">This meter is deactivated: events for it are not counted.</p>
      )}
      {isMade && (
        <p class="notice warn">
          This meter was created for an event that had none. With --strict, that event would not be
          counted.
        </p>
      )}
    </>
  );
}

function factsOf(meter: MeterDocument) {
  const { account, livemode, created, deactivated_at: deactivated } = meter;
  return {
    id: meter.id,
    'event name': meter.event_name,
    aggregation: aggregationOf(meter),
    status: meter.status,
    'payload key of the customer': meter.customer_key,
    ...(meter.formula !== 'count' && { 'payload key of the value': meter.value_key }),
    'events counted': meter.events.toLocaleString('en'),
    customers: meter.customers.toLocaleString('en'),
    'total of all customers': meter.customers === 0 ? null : meter.value,
    account: `${account}${livemode ? ' (live)' : ''}`,
    created: <TimeText at={created} full />,
    deactivated: deactivated === null ? null : <TimeText at={deactivated} full />,
  };
}

function Links({ meter }: { meter: MeterDocument }) {
  const asked = { ...ownAlone(meter, useLive().state.counts), event_name: meter.event_name };
  return (
    <p class="links">
      <a href={href('events', undefined, asked)}>events with this name</a>
      <a href={href('events', undefined, { ...asked, invalid: 'true' })}>
        events with this name that are not counted
      </a>
    </p>
  );
}

function Unused({ meter }: { meter: MeterDocument }) {
  return (
    <div class="card">
      <h3>No usage yet</h3>
      <p>A customer’s total will be {FORMULAS[meter.formula]}.</p>
      {meter.status === 'active' && (
        <CopyText label="an event for it" text={meterEventCurl(location.origin, meter)} />
      )}
    </div>
  );
}
