/** Addresses of the page, after the #: every event, request, meter and customer has one. */

export const VIEWS = [
  'overview',
  'events',
  'requests',
  'meters',
  'deliveries',
  'controls',
] as const;
export type View = (typeof VIEWS)[number];

/** Where the page is. */
export interface Route {
  readonly view: View | 'customers';
  /** The sequence of an event, the id of anything else. */
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  /** The account that is looked at; undefined for all. */
  readonly account: string | undefined;
  /** Whose meter or customer is shown, where one is: its id alone does not say. */
  readonly owner: string | undefined;
}

/** What the address of a meter or a customer calls the account that is looked at. */
const CHOSEN = 'chosen';

/** Reads the part after the #; anything unknown is the overview. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [first = '', rest] = splitOnce(path);
  const id = rest === undefined || rest === '' ? undefined : decoded(rest);
  const view = viewOf(first, id);
  const asked = new URLSearchParams(query);
  const name = accountName(view, id);
  return {
    view,
    id,
    query: asked,
    account: asked.get(name) ?? undefined,
    owner: name === CHOSEN ? (asked.get('account') ?? 'default') : undefined,
  };
}

/**
 * The name of the account that is looked at, in the query of a view. A meter and a customer are
 * known only with their own account, which their address has as `account`.
 */
export function accountName(view: Route['view'], id?: string | number): 'account' | 'chosen' {
  return id !== undefined && (view === 'meters' || view === 'customers') ? CHOSEN : 'account';
}

/** There is no list of all customers: each meter has its own. `usage` is the old name of meters. */
function viewOf(first: string, id: string | undefined): Route['view'] {
  if (first === 'customers') return id === undefined ? 'meters' : 'customers';
  if (first === 'usage') return 'meters';
  return (VIEWS as readonly string[]).includes(first) ? (first as View) : 'overview';
}

/** Writes an address, without the undefined or empty parts of the query. */
export function hashOf(
  view: Route['view'],
  id?: string | number,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given as [string, string][]).toString();
  const path = id === undefined ? view : `${view}/${encodeURIComponent(id)}`;
  return `#/${path}${text === '' ? '' : `?${text}`}`;
}

function splitOnce(path: string): [string, string | undefined] {
  const at = path.indexOf('/');
  return at < 0 ? [path, undefined] : [path.slice(0, at), path.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
