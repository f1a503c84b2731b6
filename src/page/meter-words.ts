/** Meters in words, and their addresses. */
import type { LiveCounts } from '../documents/live-document.ts';
import type { MeterSettings } from '../documents/meter-document.ts';
import { href } from './use-route.ts';

/** A meter's address. */
export function meterHref({
  id,
  account,
  livemode,
}: Pick<MeterSettings, 'id' | 'account' | 'livemode'>): string {
  return href('meters', id, { account, livemode: livemode ? 'true' : undefined });
}

/** What keeps a list to the account of a meter or customer: nothing where there is no other. */
export function ownAlone(
  { account }: Pick<MeterSettings, 'account'>,
  { accounts }: Pick<LiveCounts, 'accounts'>,
): { readonly account?: string } {
  return accounts.some((each) => each !== account) ? { account } : {};
}

/** How a meter aggregates. */
export function aggregationOf({ formula, event_time_window: window }: MeterSettings): string {
  return window === null ? formula : `${formula}, the last event of each ${window}`;
}

/** What a customer's total is under each formula. */
export const FORMULAS: Readonly<Record<MeterSettings['formula'], string>> = {
  sum: 'the sum of the values',
  count: 'the number of events',
  last: 'the value of the latest event',
};
