/** Requests as curl commands to copy. */
import type { RequestDocument } from '../documents/request-document.ts';

/** Headers that the command repeats; the others come from the client. */
const REPEATED_HEADERS = ['idempotency-key', 'stripe-version', 'stripe-account', 'stripe-context'];

/** Repeats a request to Stripe's API. Its key is masked: whoever runs it puts one in. */
export function requestAsCurl(request: RequestDocument, origin: string): string {
  const { method, path, headers, params, body } = request;
  const parts = [`curl${method === 'POST' ? '' : ` -X ${method}`} ${quoted(origin + path)}`];
  const key = headers['authorization'];
  if (key !== undefined) parts.push(`-H ${quoted(`Authorization: ${key}`)}`);
  for (const name of REPEATED_HEADERS) {
    const value = headers[name];
    if (value !== undefined) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (path.startsWith('/v2/')) parts.push(...jsonParts(params, body));
  else parts.push(...formParts(method, params, body));
  return parts.join(' \\\n  ');
}

/** A call of a control route. */
export function controlCurl(method: string, url: string, body?: unknown): string {
  const parts = [`curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(url)}`];
  if (body !== undefined) {
    parts.push(`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`);
  }
  return parts.join(' \\\n  ');
}

/** Quotes text for a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function jsonParts(params: RequestDocument['params'], body: string | null): string[] {
  const json = params === null ? body : JSON.stringify(params);
  return json === null || json === ''
    ? []
    : [`-H 'Content-Type: application/json'`, `-d ${quoted(json)}`];
}

function formParts(
  method: string,
  params: RequestDocument['params'],
  body: string | null,
): string[] {
  if (params === null) return body === null || body === '' ? [] : [`-d ${quoted(body)}`];
  const pairs = Object.entries(params).flatMap(([name, value]) => pairsOf(name, value));
  const asQuery = method === 'POST' || pairs.length === 0 ? [] : ['-G'];
  return [...asQuery, ...pairs.map(([name, value]) => `-d ${quoted(pairText(name, value))}`)];
}

/** `--data` sends a pair as it is, so what has a meaning in a form is encoded. */
function pairText(name: string, value: string): string {
  const encoded = encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%2F', '/');
  return `${name.replace(/[^\w[\].-]/g, encodeURIComponent)}=${encoded}`;
}

function pairsOf(name: string, value: unknown): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((each, at) => pairsOf(`${name}[${at}]`, each));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, each]) => pairsOf(`${name}[${key}]`, each));
  }
  return [[name, String(value)]];
}

/** A key of an account; of a connected one, its platform's. */
export function keyOf(account: string | undefined): string {
  const [owner = 'default'] = (account ?? 'default').split('/');
  return owner === 'default' ? 'sk_test_123' : `sk_test_${owner}_x`;
}

/** The header that selects a connected account, for curl. */
export function accountHeader(account: string | undefined): string {
  const connected = account?.split('/')[1];
  return connected === undefined ? '' : ` \\\n  -H ${quoted(`Stripe-Account: ${connected}`)}`;
}

/** Sends a first event. */
export function firstEventCurl(origin: string, account: string | undefined): string {
  return [
    `curl ${origin}/v1/billing/meter_events`,
    `-u ${keyOf(account)}:`,
    '-d event_name=api_requests',
    "-d 'payload[value]=25'",
    "-d 'payload[stripe_customer_id]=cus_1'",
  ]
    .join(' \\\n  ')
    .concat(accountHeader(account));
}
