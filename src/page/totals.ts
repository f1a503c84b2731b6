/** Totals by meter and customer: the largest of each meter. */
import type { TotalDocument } from '../documents/usage-document.ts';

/** By meter, the totals by customer. */
export type Totals = ReadonlyMap<string, ReadonlyMap<string, TotalDocument>>;

/** How many customers of a meter are kept at most, and how many stay when there are more. */
const MOST = 400;
const CUT_TO = 200;

/** Adds totals, each in place of what the customer had before. */
export function withTotals(totals: Totals, changed: readonly TotalDocument[]): Totals {
  if (changed.length === 0) return totals;
  const meters = new Map<string, Map<string, TotalDocument>>();
  for (const total of changed) {
    const key = meterKey(total);
    let customers = meters.get(key);
    if (customers === undefined) meters.set(key, (customers = new Map(totals.get(key))));
    customers.set(total.customer, total);
    if (customers.size > 10 * MOST) meters.set(key, cut(customers));
  }
  const all = new Map<string, ReadonlyMap<string, TotalDocument>>(totals);
  for (const [key, customers] of meters) {
    all.set(key, customers.size > MOST ? cut(customers) : customers);
  }
  return all;
}

/** The totals of a meter, largest first. */
export function largest(customers: ReadonlyMap<string, TotalDocument>): TotalDocument[] {
  return [...customers.values()].sort((a, b) => Number(b.value) - Number(a.value));
}

function cut(customers: ReadonlyMap<string, TotalDocument>): Map<string, TotalDocument> {
  return new Map(
    largest(customers)
      .slice(0, CUT_TO)
      .map((total) => [total.customer, total]),
  );
}

/** The key of a meter's totals. */
export function meterKey({
  account,
  livemode,
  meter,
}: Pick<TotalDocument, 'account' | 'livemode' | 'meter'>): string {
  return `${account} ${livemode} ${meter}`;
}
