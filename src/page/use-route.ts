/** The page's address, for components. */
import { useEffect, useState } from 'preact/hooks';
import { hashOf, parseHash, type Route } from './router.ts';

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const hear = () => setHash(location.hash);
    addEventListener('hashchange', hear);
    return () => removeEventListener('hashchange', hear);
  }, []);
  return parseHash(hash);
}

/** The address of a view, for the selected account unless another is given. */
export function href(
  view: Route['view'],
  id?: string | number,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const { query: present } = parseHash(location.hash);
  return hashOf(view, id, { account: present.get('account') ?? undefined, ...query });
}

/** Changes the query of the current address. */
export function setQuery(changes: Readonly<Record<string, string | undefined>>): void {
  const { view, id, query } = parseHash(location.hash);
  location.hash = hashOf(view, id, { ...Object.fromEntries(query), ...changes });
}
