/** One request, by its id: what was sent, what was answered, and its other attempts. */

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RequestDetail, RequestDocument } from '../documents/request-document.ts';
import { CopyText } from './copy-text.tsx';
import { requestAsCurl } from './curl.ts';
import { stateOf } from './events-view.tsx';
import { Facts, NotRead } from './facts.tsx';
import { useLive } from './live.ts';
import { statusOf } from './requests-view.tsx';
import { retryKey } from './retries.ts';
import { TimeText } from './time-text.tsx';
import { useRead } from './use-read.ts';
import { href } from './use-route.ts';

export function RequestView({ id }: { id: string }) {
  const { generation, requests } = useLive().state;
  const [again, setAgain] = useState(0);
  const path = `requests/${encodeURIComponent(id)}`;
  const reading = useRead<RequestDetail>(path, {}, [generation, again]);
  const request = reading.document;
  const key = request === undefined ? undefined : retryKey(request);
  const sent = requests.lines.filter((line) => key !== undefined && retryKey(line) === key).length;
  useEffect(() => setAgain(sent), [sent]);
  if (request === undefined) return <NotRead reading={reading} />;
  return (
    <article>
      <h2>
        {request.method} {request.path}
      </h2>
      <Facts facts={factsOf(request)} />
      <Attempts request={request} />
      <Answer request={request} />
      <Events request={request} />
      <CopyText
        label="as curl (with its key masked)"
        text={requestAsCurl(request, location.origin)}
      />
      <Sent request={request} />
    </article>
  );
}

function factsOf(request: RequestDetail) {
  const { original_request: original } = request;
  return {
    status: request.status ?? null,
    connection: request.connection === 'answered' ? null : CONNECTIONS[request.connection],
    error: request.error,
    fault: request.fault,
    'replay of': original === null ? null : <a href={href('requests', original)}>{original}</a>,
    'request id': request.request_id,
    'idempotency key': request.idempotency_key,
    received: <TimeText at={request.received_at} full />,
    took: `${request.duration_ms} ms`,
    account:
      request.account === null
        ? 'none: no valid API key'
        : `${request.account}${request.livemode ? ' (live)' : ''}`,
  };
}

const CONNECTIONS = {
  reset: 'reset before the request was handled',
  lost: 'lost after the request was handled: the client got no answer',
};

/** Each attempt, and what the server answered. */
function Attempts({ request }: { request: RequestDetail }) {
  const { same_key: attempts, request_id: own, kept_answer: kept } = request;
  if (attempts.length < 2) return null;
  return (
    <Scrolled label="Every time it was sent">
      <table class="tries">
        <caption>
          <b>Sent {attempts.length} times</b> with idempotency key{' '}
          <code>{request.idempotency_key}</code>
        </caption>
        <thead>
          <tr>
            <th scope="col">attempt</th>
            <th scope="col">received</th>
            <th scope="col">status</th>
            <th scope="col">answer</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map((each, at) => (
            <tr key={each.number} class={each.request_id === own ? 'own' : ''}>
              <td>
                <a href={href('requests', each.request_id)}>{at + 1}</a>
                {each.request_id === own && ' (this request)'}
              </td>
              <td>
                <TimeText at={each.received_at} />
              </td>
              <td>{statusOf(each)}</td>
              <td>{answerOf(each, kept)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

/** A card whose table is as wide as its words: on a narrow screen it scrolls sideways. */
function Scrolled({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="card scrolled" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

function answerOf(request: RequestDocument, kept: RequestDetail['kept_answer']): string {
  const { error, fault, replayed, status } = request;
  const by = fault === null ? '' : ` (fault ${fault})`;
  if (status === null) return `nothing: the connection broke${by}`;
  if (replayed) return `the kept answer, replayed${error === null ? '' : `: ${error}`}${by}`;
  if (error !== null) return error + by;
  return kept?.status === status ? `this answer is kept${by}` : `success${by}`;
}

function Answer({ request }: { request: RequestDetail }) {
  const { kept_answer: kept, status, idempotency_key: key } = request;
  if (kept !== null) {
    return <CopyText label={keptLabel(kept.status, status)} text={kept.body} />;
  }
  return (
    <p class="quiet">
      {key === null
        ? 'The body of the answer is kept only for requests with an idempotency key.'
        : 'No answer is kept for its idempotency key.'}
    </p>
  );
}

function keptLabel(kept: number, own: number | null): string {
  if (kept === own) return `answer: ${kept}`;
  const got = own === null ? 'never received it' : `received a ${own} instead`;
  return `Stored answer for its key: ${kept}; this client ${got}`;
}

function Events({ request: { events } }: { request: RequestDetail }) {
  if (events.length === 0) return null;
  return (
    <section>
      <h3>Events of this request</h3>
      <ul>
        {events.map((event) => (
          <li key={event.sequence}>
            <a href={href('events', event.sequence)}>
              event {event.sequence}, {event.event_name}
            </a>
            : {event.value ?? 'no value'} for {event.customer ?? 'no customer'}; counted:{' '}
            {stateOf(event)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sent({ request }: { request: RequestDetail }) {
  const { params, body, headers, body_bytes: bytes, body_truncated: isCut } = request;
  const what = `${bytes.toLocaleString('en')} bytes${isCut ? ', only the first 16 KiB kept' : ''}`;
  return (
    <>
      {bytes > 0 && (
        <CopyText
          label={params === null ? `body, not decoded: ${what}` : `decoded parameters: ${what}`}
          text={params === null ? (body ?? '') : JSON.stringify(params, null, 2)}
        />
      )}
      <CopyText label="headers" text={headerText(headers)} />
    </>
  );
}

function headerText(headers: RequestDocument['headers']): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
