/** One request, by its id: what it said, what it got, and its other tries. */

import { useEffect, useState } from 'preact/hooks';
import type { RequestDetail, RequestDocument } from '../documents/request-document.ts';
import { CopyText } from './copy-text.tsx';
import { requestAsCurl } from './curl.ts';
import { stateOf } from './events-view.tsx';
import { Facts, NotRead } from './facts.tsx';
import { useLive } from './live.ts';
import { statusOf } from './requests-view.tsx';
import { tryKey } from './retries.ts';
import { TimeText } from './time-text.tsx';
import { useRead } from './use-read.ts';
import { href } from './use-route.ts';

export function RequestView({ id }: { id: string }) {
  const { generation, requests } = useLive().state;
  const [again, setAgain] = useState(0);
  const path = `requests/${encodeURIComponent(id)}`;
  const reading = useRead<RequestDetail>(path, {}, [generation, again]);
  const request = reading.document;
  const key = request === undefined ? undefined : tryKey(request);
  const tries = requests.lines.filter((line) => key !== undefined && tryKey(line) === key).length;
  useEffect(() => setAgain(tries), [tries]);
  if (request === undefined) return <NotRead reading={reading} />;
  return (
    <article>
      <h2>
        {request.method} {request.path}
      </h2>
      <Facts facts={factsOf(request)} />
      <Tries request={request} />
      <Answer request={request} />
      <Events request={request} />
      <CopyText
        label="as curl (its key is masked)"
        text={requestAsCurl(request, location.origin)}
      />
      <Said request={request} />
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
        ? 'none: no good key'
        : `${request.account}${request.livemode ? ' (live)' : ''}`,
  };
}

const CONNECTIONS = {
  reset: 'reset before anything happened',
  lost: 'lost after everything happened: the client saw no answer',
};

/** Each time that it was sent, and what the server answered then. */
function Tries({ request }: { request: RequestDetail }) {
  const { same_key: tries, request_id: own, kept_answer: kept } = request;
  if (tries.length < 2) return null;
  return (
    <table class="card tries">
      <caption>
        <b>Sent {tries.length} times</b> with idempotency key <code>{request.idempotency_key}</code>
      </caption>
      <thead>
        <tr>
          <th scope="col">try</th>
          <th scope="col">received</th>
          <th scope="col">status</th>
          <th scope="col">what the server answered</th>
        </tr>
      </thead>
      <tbody>
        {tries.map((each, at) => (
          <tr key={each.number} class={each.request_id === own ? 'own' : ''}>
            <td>
              <a href={href('requests', each.request_id)}>{at + 1}</a>
              {each.request_id === own && ' (this one)'}
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
  );
}

function answerOf(request: RequestDocument, kept: RequestDetail['kept_answer']): string {
  const { error, fault, replayed, status } = request;
  const by = fault === null ? '' : ` (fault ${fault})`;
  if (status === null) return `nothing: the connection broke${by}`;
  if (replayed) return `the kept answer again${error === null ? '' : `: ${error}`}${by}`;
  if (error !== null) return error + by;
  return kept?.status === status ? `the answer that is kept${by}` : `a success${by}`;
}

function Answer({ request }: { request: RequestDetail }) {
  const { kept_answer: kept, status, idempotency_key: key } = request;
  if (kept !== null) {
    const isOwn = kept.status === status;
    const label = isOwn
      ? `answer: ${kept.status}`
      : `not this request’s answer: ${kept.status}, which its key keeps and its retries get`;
    return <CopyText label={label} text={kept.body} />;
  }
  return (
    <p class="quiet">
      {key === null
        ? 'The body of its answer is not kept: only requests with an idempotency key have one.'
        : 'No body of an answer is kept for its idempotency key.'}
    </p>
  );
}

function Events({ request: { events } }: { request: RequestDetail }) {
  if (events.length === 0) return null;
  return (
    <section>
      <h3>The events it brought</h3>
      <ul>
        {events.map((event) => (
          <li key={event.sequence}>
            <a href={href('events', event.sequence)}>
              event {event.sequence}, {event.event_name}
            </a>
            : {event.value ?? 'no value'} for {event.customer ?? 'no customer'}; counts:{' '}
            {stateOf(event)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Said({ request }: { request: RequestDetail }) {
  const { params, body, headers, body_bytes: bytes, body_truncated: isCut } = request;
  const what = `${bytes.toLocaleString('en')} bytes${isCut ? ', the first 16 KiB kept' : ''}`;
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
