/** The requests to Stripe's API, newest first. */
import { useEffect } from 'preact/hooks';
import type { RequestLine } from '../documents/live-document.ts';
import type { RequestDocument } from '../documents/request-document.ts';
import { CopyText } from './copy-text.tsx';
import { firstEventCurl } from './curl.ts';
import { type Filter, FilterForm, isFiltered } from './filter-form.tsx';
import { EmptyList, ListNotes } from './list-notes.tsx';
import { useLive } from './live.ts';
import { numberOf } from './live-state.ts';
import { retryKey, sendCountsOf } from './retries.ts';
import { TimeText } from './time-text.tsx';
import { useList } from './use-list.ts';
import { href } from './use-route.ts';
import { type Column, VirtualTable } from './virtual-table.tsx';
import { counted } from './words.ts';

const FILTERS: readonly Filter[] = [
  {
    name: 'shown',
    label: 'Show',
    choices: {
      refused: 'refused',
      duplicate: 'refused as duplicates',
      retried: 'sent more than once',
      fault: 'a fault fired',
    },
  },
  { name: 'method', label: 'Method', choices: { GET: 'GET', POST: 'POST', DELETE: 'DELETE' } },
  { name: 'path', label: 'Path' },
  { name: 'status', label: 'Status' },
  { name: 'idempotency_key', label: 'Idempotency key' },
];
/** Older requests are read until this many match. */
const ENOUGH = 40;
/** What the server filters by, with `refused` and `duplicate`; the page applies the rest. */
const ASKED = ['account', 'method', 'path', 'status', 'idempotency_key'];

export function RequestsView({ query }: { query: URLSearchParams }) {
  const { requests: recent, generation } = useLive().state;
  const shown = query.get('shown');
  const asked: Readonly<Record<string, string | undefined>> = {
    ...Object.fromEntries(ASKED.map((name) => [name, query.get(name) ?? undefined])),
    refused: shown === 'refused' ? 'true' : undefined,
    duplicate: shown === 'duplicate' ? 'true' : undefined,
  };
  const list = useList<RequestLine>({
    path: 'requests',
    query: asked,
    recent,
    generation,
    numberOf,
    belongs: (request) => matches(request, asked),
    rowOf,
  });
  const sendCounts = sendCountsOf(list.rows);
  const rows = list.rows.filter((request) => isShown(request, shown, sendCounts));
  const isSearching = shown === 'retried' || shown === 'fault';
  const isShort = isSearching && rows.length < ENOUGH && list.hasMore;
  useEffect(() => {
    if (isShort) list.more();
  }, [isShort, list.rows.length]);
  return (
    <>
      <h2>Requests</h2>
      <FilterForm filters={FILTERS} query={query} />
      <ListNotes list={list} noun="request" />
      {isSearching && list.rows.length > 0 && (
        <p class="quiet">
          Matches among the newest {counted(list.rows.length, 'request')}:{' '}
          {rows.length.toLocaleString('en')}.
          {rows.length === 0 && !list.hasMore && ' None of the kept requests is one.'}
        </p>
      )}
      <EmptyList list={list}>
        {isFiltered(FILTERS, query) ? (
          <p>No request matches these filters.</p>
        ) : (
          <>
            <h3>No request has arrived yet</h3>
            <CopyText
              label="a first event"
              text={firstEventCurl(location.origin, asked['account'])}
            />
          </>
        )}
      </EmptyList>
      {rows.length > 0 && (
        <VirtualTable
          label="Requests"
          rows={rows}
          columns={columnsOf(sendCounts)}
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

function columnsOf(sendCounts: ReadonlyMap<string, number>): readonly Column<RequestLine>[] {
  return [
    { name: 'time', kind: 'time', show: (request) => <TimeText at={request.received_at} /> },
    { name: 'status', kind: 'number', show: statusOf },
    { name: 'call', kind: 'long', show: ({ method, path }) => `${method} ${path}` },
    { name: 'ms', kind: 'number', isSpare: true, show: ({ duration_ms: ms }) => ms.toFixed(1) },
    { name: 'remarks', kind: 'long', show: (request) => remarksOf(request, sendCounts).join(', ') },
    { name: 'idempotency key', kind: 'wide', show: (request) => request.idempotency_key ?? '' },
    { name: 'account', kind: 'wide', show: (request) => request.account ?? '' },
  ];
}

/** The status, or how the connection ended. */
export function statusOf({ status, connection }: RequestLine) {
  return status ?? (connection === 'lost' ? 'answer lost' : 'connection reset');
}

/** What is unusual about a request. */
export function remarksOf(request: RequestLine, sendCounts: ReadonlyMap<string, number>): string[] {
  const sent = sendCounts.get(retryKey(request) ?? '') ?? 1;
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
  sendCounts: ReadonlyMap<string, number>,
): boolean {
  if (shown === 'retried') return (sendCounts.get(retryKey(request) ?? '') ?? 0) > 1;
  return shown !== 'fault' || request.fault !== null;
}

/** As the server counts them. */
function isRefused({ status, replayed }: RequestLine): boolean {
  return status !== null && status >= 400 && !replayed;
}

/** The list shows neither parameters nor headers, which can be long. */
function rowOf(request: RequestLine & Partial<RequestDocument>): RequestLine {
  const { params: _params, body: _body, headers: _headers, ...line } = request;
  return line;
}

/** The feed filters by account only; the page applies the other filters. */
function matches(request: RequestLine, asked: Readonly<Record<string, string | undefined>>) {
  if (asked['refused'] !== undefined && !isRefused(request)) return false;
  if (asked['duplicate'] !== undefined && !request.duplicate) return false;
  return ASKED.slice(1).every(
    (name) =>
      asked[name] === undefined || String(request[name as keyof RequestLine]) === asked[name],
  );
}
