/** Calls of the control routes, with the token if the server asks for one. */

const TOKEN = 'stripe-meter-mock token';

/** A refusal by a control route. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Stores the token for this tab only. */
export function keepToken(token: string): void {
  sessionStorage.setItem(TOKEN, token);
}

/** Calls a control route. Throws an ApiError with the server's message. */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(path, {
    method,
    ...(body !== undefined && {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  return (await response.json()) as T;
}

/** Sends a GET to a control route, without the undefined or empty parts of the query. */
export function get<T>(path: string, query: Query = {}): Promise<T> {
  return call<T>('GET', path + queryText(query));
}

/** Query parameters by name. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The query with its question mark; empty if it has no parameters. */
export function queryText(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

/** Opens the live feed: lines of JSON, until the signal is aborted. */
export async function* feedLines<T>(account: string | undefined, signal: AbortSignal) {
  const { body } = await send(`feed${queryText({ account })}`, { signal });
  const reader = (body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    .getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) yield JSON.parse(line) as T;
  }
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const token = sessionStorage.getItem(TOKEN);
  const headers = new Headers(init.headers);
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(path, { ...init, headers, cache: 'no-store' });
  if (response.ok) return response;
  throw new ApiError(response.status, await messageOf(response));
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message;
  } catch {
    return `The server answered with a ${response.status}.`;
  }
}
