/** Totals by meter and customer, largest first. */
import type { TotalDocument } from '../documents/usage-document.ts';
import { useLive } from './live.ts';
import { meterHref } from './meter-words.ts';
import { largest } from './totals.ts';
import { href } from './use-route.ts';
import { counted } from './words.ts';

/** How many meters are shown. */
const MOST_METERS = 12;
const ALL = 'All meters, including unused ones';

/** @param most how many customers of each meter are shown */
export function TotalsTable({ most }: { most: number }) {
  const { totals, hasLostTotals } = useLive().state;
  const meters = [...totals.values()];
  const others = meters.length - MOST_METERS;
  if (meters.length === 0) return <p class="quiet">No event has been counted yet.</p>;
  return (
    <section aria-label="Totals by meter and customer">
      {hasLostTotals && (
        <p class="quiet">
          Totals are changing too fast to be shown live; they will be read again soon.
        </p>
      )}
      <div class="meters">
        {meters.slice(0, MOST_METERS).map((customers) => (
          <MeterTotals key={keyOf(customers)} customers={customers} most={most} />
        ))}
      </div>
      <p>
        <a href={href('meters')}>
          {others > 0 ? `${counted(others, 'more meter')} in use, and unused ones` : ALL}
        </a>
      </p>
    </section>
  );
}

function keyOf(customers: ReadonlyMap<string, TotalDocument>): string {
  const [first] = customers.values();
  return first === undefined ? '' : `${first.account} ${first.livemode} ${first.meter}`;
}

function MeterTotals({
  customers,
  most,
}: {
  customers: ReadonlyMap<string, TotalDocument>;
  most: number;
}) {
  const all = largest(customers);
  const [first] = all;
  if (first === undefined) return null;
  const top = Number(first.value);
  return (
    <table class="totals card">
      <caption>
        <b>
          <a href={meterHref({ ...first, id: first.meter })}>{first.event_name}</a>
        </b>{' '}
        <span class="quiet">
          {first.formula} · account {first.account}
          {first.livemode && ' · live'}
          {first.made_by_mock && ' · created for an event that had no meter'}
        </span>
      </caption>
      <thead>
        <tr>
          <th scope="col">customer</th>
          <th scope="col" class="number">
            total
          </th>
        </tr>
      </thead>
      <tbody>
        {all.slice(0, most).map((total) => (
          <tr key={total.customer}>
            <td>
              <a href={customerHref(total)}>{total.customer}</a>
              <meter
                aria-hidden="true"
                min={0}
                max={top > 0 ? top : 1}
                value={Number(total.value)}
              />
            </td>
            <td class="number">{total.value}</td>
          </tr>
        ))}
      </tbody>
      {all.length > most && (
        <tfoot>
          <tr>
            <td colSpan={2}>
              <a href={meterHref({ ...first, id: first.meter })}>more customers</a>
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/** A customer's address. */
export function customerHref({
  customer,
  account,
  livemode,
}: Pick<TotalDocument, 'customer' | 'account' | 'livemode'>): string {
  return href('customers', customer, { account, livemode: livemode ? 'true' : undefined });
}
