/** The page's address, for components. */
import { useEffect, useState } from 'preact/hooks';
import { accountName, hashOf, parseHash, type Route } from './router.ts';

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
  const { account } = parseHash(location.hash);
  return hashOf(view, id, { [accountName(view, id)]: account, ...query });
}

/** Looks at another account, or at all; from a meter or customer of another it leads to meters. */
export function chooseAccount(account: string): void {
  const { view, id, owner } = parseHash(location.hash);
  if (owner === undefined) setQuery({ account });
  else if (account === '' || account === owner) setQuery({ [accountName(view, id)]: account });
  else location.hash = hashOf('meters', undefined, { account });
}

/** Changes the query of the current address. */
export function setQuery(changes: Readonly<Record<string, string | undefined>>): void {
  const { view, id, query } = parseHash(location.hash);
  location.hash = hashOf(view, id, { ...Object.fromEntries(query), ...changes });
}
