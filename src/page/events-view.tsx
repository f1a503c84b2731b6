/** The events that were accepted, newest first. */
import type { EventLine } from '../documents/live-document.ts';
import { CopyText } from './copy-text.tsx';
import { firstEventCurl } from './curl.ts';
import { type Filter, FilterForm, isFiltered } from './filter-form.tsx';
import { EmptyList, ListNotes } from './list-notes.tsx';
import { useLive } from './live.ts';
import { sequenceOf } from './live-state.ts';
import { TimeText } from './time-text.tsx';
import { useList } from './use-list.ts';
import { href } from './use-route.ts';
import { type Column, VirtualTable } from './virtual-table.tsx';
import { SOURCES, WHY_INVALID } from './words.ts';

const FILTERS: readonly Filter[] = [
  { name: 'event_name', label: 'Meter (event name)' },
  { name: 'customer', label: 'Customer' },
  { name: 'identifier', label: 'Identifier' },
  { name: 'source', label: 'Source', choices: SOURCES },
  {
    name: 'invalid',
    label: 'Counted',
    choices: {
      false: 'counted',
      true: 'not counted',
      ...Object.fromEntries(
        Object.entries(WHY_INVALID).map(([code, [short]]) => [code, `not counted: ${short}`]),
      ),
    },
  },
  { name: 'cancelled', label: 'Cancelled', choices: { true: 'cancelled', false: 'not cancelled' } },
  { name: 'livemode', label: 'Mode', choices: { false: 'test', true: 'live' } },
];

const COLUMNS: readonly Column<EventLine>[] = [
  { name: 'time', kind: 'time', show: (event) => <TimeText at={event.received_at} /> },
  { name: 'event name', show: (event) => event.event_name },
  { name: 'customer', kind: 'long', show: (event) => event.customer ?? <i>none</i> },
  { name: 'value', kind: 'number', show: (event) => event.value ?? '–' },
  { name: 'counted', kind: 'long', show: stateOf },
  { name: 'identifier', kind: 'wide', show: (event) => event.identifier },
  { name: 'source', kind: 'wide', show: (event) => SOURCES[event.source] },
  { name: 'account', kind: 'wide', show: (event) => event.account },
];

export function EventsView({ query }: { query: URLSearchParams }) {
  const { events: recent, generation, counts } = useLive().state;
  const asked = askedOf(query);
  const list = useList<EventLine>({
    path: 'meter_events',
    query: asked,
    recent,
    generation,
    numberOf: sequenceOf,
    belongs: (event) => matches(event, asked),
    rowOf,
  });
  return (
    <>
      <h2>Events</h2>
      <FilterForm filters={FILTERS} query={query} />
      <ListNotes list={list} noun="event" />
      <EmptyList list={list}>
        {counts.taken === 0 ? (
          <>
            <h3>No event has arrived yet</h3>
            <CopyText
              label="a first event"
              text={firstEventCurl(location.origin, asked['account'])}
            />
          </>
        ) : (
          <p>
            No kept event matches.
            {isFiltered(FILTERS, query) && ' Clear a filter.'}
            {asked['account'] !== undefined && ' Show all accounts.'}
          </p>
        )}
      </EmptyList>
      {list.rows.length > 0 && (
        <VirtualTable
          label="Events"
          rows={list.rows}
          columns={COLUMNS}
          keyOf={sequenceOf}
          hrefOf={(event) => href('events', event.sequence)}
          classOf={(event) => (event.invalid === null ? '' : 'bad')}
          onEnd={list.more}
          onTop={(isAtTop) => list.hold(!isAtTop)}
        />
      )}
    </>
  );
}

/** The list shows no payload, which can be a megabyte. */
function rowOf({ payload: _payload, ...line }: EventLine & { payload?: unknown }): EventLine {
  return line;
}

/** Whether an event is counted. */
export function stateOf({ invalid, cancelled }: Pick<EventLine, 'invalid' | 'cancelled'>) {
  if (invalid !== null) return <span class="bad">no: {WHY_INVALID[invalid][0]}</span>;
  return cancelled ? <span class="warn">cancelled</span> : 'yes';
}

type Asked = Readonly<Record<string, string | undefined>>;

function askedOf(query: URLSearchParams): Asked {
  const names = ['account', ...FILTERS.map(({ name }) => name)];
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? undefined]));
}

/** The feed filters by account only; the page applies the other filters. */
function matches(event: EventLine, { account: _account, invalid, ...asked }: Asked): boolean {
  const isSame = (name: string) =>
    asked[name] === undefined || String(event[name as keyof EventLine]) === asked[name];
  return isInvalidAs(event, invalid) && Object.keys(asked).every(isSame);
}

function isInvalidAs({ invalid }: EventLine, asked: string | undefined): boolean {
  if (asked === undefined) return true;
  if (asked === 'true' || asked === 'false') return (invalid !== null) === (asked === 'true');
  return invalid === asked;
}
