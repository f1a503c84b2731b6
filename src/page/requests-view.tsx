/** The requests to Stripe's side, newest first. */
import type { RequestLine } from '../documents/live-document.ts';
import { CopyText } from './copy-text.tsx';
import { firstEventCurl } from './curl.ts';
import { type Filter, FilterForm } from './filter-form.tsx';
import { EmptyList, ListNotes } from './list-notes.tsx';
import { useLive } from './live.ts';
import { numberOf } from './live-state.ts';
import { triesOf, tryKey } from './retries.ts';
import { TimeText } from './time-text.tsx';
import { useList } from './use-list.ts';
import { href } from './use-route.ts';
import { type Column, VirtualTable } from './virtual-table.tsx';

const FILTERS: readonly Filter[] = [
  {
    name: 'shown',
    label: 'Show',
    choices: { refused: 'refused', retried: 'sent more than once', fault: 'a fault fired' },
  },
  { name: 'method', label: 'Method', choices: { GET: 'GET', POST: 'POST', DELETE: 'DELETE' } },
  { name: 'path', label: 'Path' },
  { name: 'status', label: 'Status' },
  { name: 'idempotency_key', label: 'Idempotency key' },
];
/** What the server filters by; `shown` is the page's. */
const ASKED = ['account', 'method', 'path', 'status', 'idempotency_key'];

export function RequestsView({ query }: { query: URLSearchParams }) {
  const { requests: recent, generation } = useLive().state;
  const asked = Object.fromEntries(ASKED.map((name) => [name, query.get(name) ?? undefined]));
  const list = useList<RequestLine>({
    path: 'requests',
    query: asked,
    recent,
    generation,
    numberOf,
    isMeant: (request) => isMeant(request, asked),
  });
  const tries = triesOf(list.rows);
  const shown = query.get('shown');
  const rows = list.rows.filter((request) => isShown(request, shown, tries));
  return (
    <>
      <h2>Requests</h2>
      <FilterForm filters={FILTERS} query={query} />
      <ListNotes list={list} noun="request" />
      {shown !== null && list.rows.length > 0 && (
        <p class="quiet">
          Of the {list.rows.length.toLocaleString('en')} newest, {rows.length.toLocaleString('en')}.
        </p>
      )}
      <EmptyList list={list}>
        <h3>No request, or none that matches</h3>
        <CopyText label="a first event" text={firstEventCurl(location.origin, asked['account'])} />
      </EmptyList>
      {rows.length > 0 && (
        <VirtualTable
          label="Requests"
          rows={rows}
          columns={columnsOf(tries)}
          keyOf={numberOf}
          hrefOf={(request) => href('requests', request.request_id)}
          classOf={({ status }) => (status === null || status >= 400 ? 'bad' : '')}
          onEnd={list.more}
          onTop={(isAtTop) => list.hold(!isAtTop)}
        />
      )}
    </>
  );
}

function columnsOf(tries: ReadonlyMap<string, number>): readonly Column<RequestLine>[] {
  return [
    { name: 'time', show: (request) => <TimeText at={request.received_at} /> },
    { name: 'status', kind: 'number', show: statusOf },
    { name: 'call', show: ({ method, path }) => `${method} ${path}` },
    { name: 'ms', kind: 'number', show: ({ duration_ms: ms }) => ms.toFixed(1) },
    { name: 'remarks', show: (request) => remarksOf(request, tries).join(', ') },
    { name: 'idempotency key', kind: 'wide', show: (request) => request.idempotency_key ?? '' },
    { name: 'account', kind: 'wide', show: (request) => request.account ?? '' },
  ];
}

/** The status, or how the connection ended. */
export function statusOf({ status, connection }: RequestLine) {
  return status ?? (connection === 'lost' ? 'answer lost' : 'connection reset');
}

/** What is out of the ordinary about a request. */
export function remarksOf(request: RequestLine, tries: ReadonlyMap<string, number>): string[] {
  const sent = tries.get(tryKey(request) ?? '') ?? 1;
  return [
    ...(request.replayed ? ['replayed'] : []),
    ...(sent > 1 ? [`sent ${sent} times`] : []),
    ...(request.fault === null ? [] : [`fault ${request.fault}`]),
    ...(request.error === null ? [] : [request.error]),
  ];
}

function isShown(
  request: RequestLine,
  shown: string | null,
  tries: ReadonlyMap<string, number>,
): boolean {
  if (shown === 'refused') return request.status === null || request.status >= 400;
  if (shown === 'retried') return (tries.get(tryKey(request) ?? '') ?? 0) > 1;
  return shown !== 'fault' || request.fault !== null;
}

/** The feed has the requests of the account alone: the other filters are the page's. */
function isMeant(request: RequestLine, asked: Readonly<Record<string, string | undefined>>) {
  return ASKED.slice(1).every(
    (name) =>
      asked[name] === undefined || String(request[name as keyof RequestLine]) === asked[name],
  );
}
