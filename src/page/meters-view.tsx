/** Every meter, used or not. */
import type { MeterLine, MetersDocument } from '../documents/meter-document.ts';
import { CopyText } from './copy-text.tsx';
import { firstEventCurl } from './curl.ts';
import { NotRead } from './facts.tsx';
import { type Filter, FilterForm } from './filter-form.tsx';
import { useLive } from './live.ts';
import { aggregationOf, meterHref } from './meter-words.ts';
import { newMeterCurl } from './stripe-curl.ts';
import { useLiveRead } from './use-live-read.ts';
import { type Column, VirtualTable } from './virtual-table.tsx';
import { counted } from './words.ts';

const FILTERS: readonly Filter[] = [
  { name: 'name', label: 'Name or id' },
  { name: 'status', label: 'Status', choices: { active: 'active', inactive: 'inactive' } },
  { name: 'used', label: 'Used', choices: { true: 'used', false: 'never used' } },
];

const COLUMNS: readonly Column<MeterLine>[] = [
  { name: 'name', kind: 'long', show: (meter) => meter.display_name },
  { name: 'event name', kind: 'long', show: (meter) => meter.event_name },
  { name: 'aggregation', kind: 'wide', show: aggregationOf },
  { name: 'status', kind: 'wide', show: statusOf },
  { name: 'account', kind: 'wide', show: ({ account, livemode }) => account + liveText(livemode) },
  {
    name: 'customers',
    kind: 'number',
    isSpare: true,
    show: ({ customers }) => customers.toLocaleString('en'),
  },
  { name: 'events', kind: 'number', show: ({ events }) => events.toLocaleString('en') },
  { name: 'value', kind: 'number', show: ({ events, value }) => (events === 0 ? '–' : value) },
];

/** From this many rows on, the list fills the view; a shorter one is as high as its rows. */
const LONG = 14;

export function MetersView({ query }: { query: URLSearchParams }) {
  const { generation, totals, meters: changes, clock } = useLive().state;
  const account = query.get('account') ?? undefined;
  const changed = [generation, totals, changes, clock];
  const reading = useLiveRead<MetersDocument>('meters', { account }, changed);
  return (
    <>
      <h2>Meters</h2>
      {reading.document === undefined ? (
        <NotRead reading={reading} />
      ) : (
        <Shown meters={reading.document.data} query={query} account={account} />
      )}
    </>
  );
}

interface ShownProps {
  readonly meters: readonly MeterLine[];
  readonly query: URLSearchParams;
  readonly account: string | undefined;
}

function Shown({ meters, query, account }: ShownProps) {
  if (meters.length === 0) return <NoMeters account={account} />;
  const shown = meters.filter((meter) => matchesQuery(meter, query));
  return (
    <>
      <FilterForm filters={FILTERS} query={query} />
      <p class="quiet" role="status">
        {counted(shown.length, 'meter')}
        {shown.length < meters.length && ` of ${meters.length.toLocaleString('en')}`}. Counted
        events and values are all-time; each meter’s page has them by hour, day and customer.
      </p>
      {shown.length > 0 && (
        <VirtualTable
          label="Meters"
          place={shown.length < LONG ? 'part' : 'view'}
          rows={shown}
          columns={COLUMNS}
          keyOf={({ account: owner, livemode, id }) => `${owner} ${livemode} ${id}`}
          hrefOf={meterHref}
        />
      )}
    </>
  );
}

function NoMeters({ account }: { account: string | undefined }) {
  return (
    <div class="card">
      <h3>No meters yet</h3>
      <p>
        Create one as you would at Stripe. Without --strict, an event creates the meter that it
        names.
      </p>
      <CopyText label="a first meter" text={newMeterCurl(location.origin, account)} />
      <CopyText label="a first event" text={firstEventCurl(location.origin, account)} />
    </div>
  );
}

function matchesQuery(
  { id, display_name, event_name, status, events }: MeterLine,
  query: URLSearchParams,
) {
  const name = query.get('name')?.toLowerCase() ?? '';
  const used = query.get('used');
  return (
    [id, display_name, event_name].some((each) => each.toLowerCase().includes(name)) &&
    (query.get('status') ?? status) === status &&
    (used === null || (used === 'true') === events > 0)
  );
}

function statusOf({ status, made_by_mock: isMade }: MeterLine) {
  if (status === 'inactive') return <span class="warn">inactive</span>;
  return isMade ? 'active, created for an event' : 'active';
}

function liveText(livemode: boolean): string {
  return livemode ? ' (live)' : '';
}
