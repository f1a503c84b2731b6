/** The quantity on a line for metered usage (docs/stripe/invoice-lines.md#quantity). */
import type { Decimal } from '../metering/decimal.ts';
import type { Meter } from '../metering/meter.ts';
import { floorTo } from '../metering/series.ts';
import { type Usage, WINDOW_SECONDS } from '../metering/usage.ts';
import type { Period } from './periods.ts';

/**
 * A customer's exact usage on a meter in a period; 0 without events, and possibly negative.
 *
 * GUESS: a meter without `event_time_window` uses the exact times of its events, including the
 * start and excluding the end (docs/stripe/subscriptions.md#periods,
 * docs/stripe/invoice-lines.md#quantity). A bucket of an hour or a day belongs as a whole to the
 * period in which it ends, so that no bucket is lost because its event lies on the other side of
 * the boundary.
 */
export function meteredQuantity(
  usage: Usage,
  meter: Meter,
  customer: string,
  { start, end }: Period,
): Decimal {
  const width = meter.eventTimeWindow === null ? 1 : WINDOW_SECONDS[meter.eventTimeWindow];
  // A bucket that ends after a time begins no earlier than the bucket containing that time.
  const range = { from: floorTo(start, width), to: floorTo(end, width) };
  const [whole] = usage.summarize(meter, customer, range);
  return whole?.value ?? 0;
}
