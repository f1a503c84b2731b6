/** Attempts to deliver events, newest first, below the deliveries that are still pending. */
import type { DeliveryDocument } from '../documents/delivery-document.ts';
import type { AttemptLine } from '../documents/live-document.ts';
import { CopyText } from './copy-text.tsx';
import { HoldButtons, Pending } from './deliveries-pending.tsx';
import { outcomeOf } from './delivery-words.tsx';
import { type Filter, FilterForm, isFiltered } from './filter-form.tsx';
import { EmptyList, ListNotes } from './list-notes.tsx';
import { useLive } from './live.ts';
import { numberOf } from './live-state.ts';
import { TimeText } from './time-text.tsx';
import { useAction } from './use-action.ts';
import { useList } from './use-list.ts';
import { href } from './use-route.ts';
import { type Column, VirtualTable } from './virtual-table.tsx';

const FILTERS: readonly Filter[] = [
  { name: 'type', label: 'Event type' },
  { name: 'event', label: 'Event' },
  { name: 'destination', label: 'Destination' },
  { name: 'delivery', label: 'Delivery' },
  { name: 'succeeded', label: 'Outcome', choices: { true: 'received', false: 'failed' } },
];

const COLUMNS: readonly Column<AttemptLine>[] = [
  { name: 'time', kind: 'time', show: (attempt) => <TimeText at={attempt.sent_at} /> },
  { name: 'type', kind: 'long', show: ({ type }) => type },
  { name: 'to', kind: 'wide', show: ({ url, destination }) => url ?? destination },
  { name: 'delivery', kind: 'wide', show: ({ delivery }) => delivery },
  { name: 'attempt', kind: 'number', show: ({ attempt }) => attempt },
  { name: 'answer', show: outcomeOf },
  { name: 'ms', kind: 'number', isSpare: true, show: ({ duration_ms: ms }) => ms.toFixed(1) },
];

type Asked = Readonly<Record<string, string | undefined>>;

export function DeliveriesView({ query }: { query: URLSearchParams }) {
  const { attempts: recent, generation } = useLive().state;
  const names = ['account', ...FILTERS.map(({ name }) => name)];
  const asked: Asked = Object.fromEntries(
    names.map((name) => [name, query.get(name) ?? undefined]),
  );
  const list = useList<AttemptLine>({
    path: 'deliveries',
    query: asked,
    recent,
    generation,
    numberOf,
    belongs: (attempt) => matches(attempt, asked),
    rowOf,
  });
  const action = useAction();
  return (
    <>
      <h2>Deliveries</h2>
      <FilterForm filters={FILTERS} query={query} />
      <HoldButtons account={asked['account']} action={action} />
      <Pending asked={asked} action={action} />
      <ListNotes list={list} noun="attempt" />
      <EmptyList list={list}>
        {isFiltered(FILTERS, query) ? <p>No attempt matches these filters.</p> : <FirstSteps />}
      </EmptyList>
      {list.rows.length > 0 && (
        <VirtualTable
          label="Attempts"
          rows={list.rows}
          columns={COLUMNS}
          keyOf={numberOf}
          hrefOf={({ delivery }) => href('deliveries', delivery)}
          classOf={({ succeeded }) => (succeeded ? '' : 'bad')}
          onEnd={list.more}
          onTop={(isAtTop) => list.hold(!isAtTop)}
        />
      )}
    </>
  );
}

function FirstSteps() {
  return (
    <>
      <h3>No attempts yet</h3>
      <p>
        The server delivers events to the destinations that you name when you start it, or create
        through Stripe’s API.
      </p>
      <CopyText
        label="start it with a destination"
        text="npx stripe-meter-mock --webhook-url http://127.0.0.1:3000/webhooks"
      />
    </>
  );
}

/** The list shows neither bytes nor answers, which take kilobytes each. */
function rowOf(attempt: AttemptLine & Partial<DeliveryDocument>): AttemptLine {
  const { headers: _headers, body: _body, answer: _answer, ...line } = attempt;
  return line;
}

/** The feed filters by account only; the page applies the other filters. */
function matches(attempt: AttemptLine, { account: _account, ...asked }: Asked): boolean {
  return Object.keys(asked).every(
    (name) =>
      asked[name] === undefined || String(attempt[name as keyof AttemptLine]) === asked[name],
  );
}
