/**
 * The load generator, a separate process: keep-alive connections over raw sockets, so that it costs
 * less than what it measures. (autocannon spends more on a request than a bare node:http server
 * does, and would hide the floor.) Prints one JSON line: requests a second, p50 and p99 in
 * milliseconds, and the number of answers with each status.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { streamBatch, v2Create } from './v2-requests.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    connections: { type: 'string', default: '32' },
    requests: { type: 'string', default: '20000' },
    /**
     * new: never repeated; duplicate: always the same identifier; replay: always the same
     * idempotency key, so all but the first are replays; refused: an unknown parameter; names,
     * customers: a new one each time; v2: new, through v2; stream: a hundred new ones per request.
     */
    kind: { type: 'string', default: 'new' },
    prefix: { type: 'string', default: 'a' },
    /** The token of a session, for the stream. */
    token: { type: 'string', default: '' },
    /** The most requests a second; 0: as many as are answered. */
    rate: { type: 'string', default: '0' },
    /** It gives up if it has not finished after this many seconds. */
    limit: { type: 'string', default: '600' },
  },
});
const total = Number(values.requests);
const paceMs = Number(values.rate) > 0 ? 1000 / Number(values.rate) : 0;
const beganMs = performance.now();
/** The rate is counted after this many answers: until then this process is warming up. */
const ramp = Math.min(2000, total / 10);
const latencies = new Float64Array(total);
const statuses: Record<string, number> = {};
let sent = 0;
let done = 0;
let rampedMs = 0;

function request(i: number): string {
  const id = `${values.prefix}-${i}`;
  if (values.kind === 'v2') return v2Create(id, `cus_${i % 50}`);
  if (values.kind === 'stream') return streamBatch(id, `cus_${i % 50}`, values.token);
  const identifier =
    values.kind === 'duplicate'
      ? 'the-same-one'
      : `evt_${values.kind === 'replay' ? values.prefix : id}`;
  const key = `key_${values.kind === 'replay' ? values.prefix : id}`;
  const name = values.kind === 'names' ? `name_${id}` : 'ai_search_api';
  const customer =
    values.kind === 'customers' ? `cus_${id}` : `cus_${values.kind === 'replay' ? 1 : i % 50}`;
  const body = `event_name=${name}&payload[stripe_customer_id]=${customer}&payload[value]=25&identifier=${identifier}${values.kind === 'refused' ? '&foo=1' : ''}`;
  return `POST /v1/billing/meter_events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_123\r\nUser-Agent: Stripe/v1 NodeBindings/23.1.0\r\nAccept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nStripe-Version: 2026-10-28.endive\r\nIdempotency-Key: ${key}\r\nX-Stripe-Client-User-Agent: {"bindings_version":"23.1.0","lang":"node"}\r\nContent-Length: ${body.length}\r\nConnection: keep-alive\r\n\r\n${body}`;
}

/** Sends one request after another until none is left; resolves when the socket is closed. */
function drive(socket: Socket): Promise<unknown> {
  let startedMs = 0;
  let received = '';
  const next = () => {
    if (sent >= total) return socket.end();
    startedMs = performance.now();
    return socket.write(request(sent++));
  };
  const nextInTime = () => {
    const earlyMs = beganMs + sent * paceMs - performance.now();
    return earlyMs > 0 ? setTimeout(nextInTime, earlyMs) : next();
  };
  socket.setEncoding('latin1').setNoDelay(true);
  socket.on('data', (data: unknown) => {
    received += data;
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1]);
    if (received.length < end + 4 + length) return;
    const nowMs = performance.now();
    latencies[done++] = nowMs - startedMs;
    if (done === ramp) rampedMs = nowMs;
    const status = received.slice(9, 12);
    statuses[status] = (statuses[status] ?? 0) + 1;
    received = '';
    nextInTime();
  });
  socket.on('connect', nextInTime);
  socket.on('error', (error) => giveUp(error.message));
  return once(socket, 'close');
}

function giveUp(why: string): void {
  console.error(`${why}, after ${done} of ${total} answers`);
  process.exit(1);
}

setTimeout(() => giveUp(`not done in ${values.limit} s`), Number(values.limit) * 1000).unref();
const sockets = Array.from({ length: Number(values.connections) }, () =>
  connect(Number(values.port), '127.0.0.1'),
);
await Promise.all(sockets.map(drive));
const rate = ((total - ramp) / (performance.now() - rampedMs)) * 1000;
if (done < total) giveUp('the server closed the connection');
const counted = latencies.subarray(ramp).sort();
const percentile = (share: number) => counted[Math.floor(counted.length * share)];
console.log(JSON.stringify({ rate, p50: percentile(0.5), p99: percentile(0.99), statuses }));
