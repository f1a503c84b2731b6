/** Meters in words, and where they are. */
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

/** How a meter aggregates. */
export function aggregationOf({ formula, event_time_window: window }: MeterSettings): string {
  return window === null ? formula : `${formula}, the last event of each ${window}`;
}

/** What a formula makes of the events of a customer. */
export const FORMULAS: Readonly<Record<MeterSettings['formula'], string>> = {
  sum: 'the sum of the values',
  count: 'how many events there are',
  last: 'the value of the newest event',
};
