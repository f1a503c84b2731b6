/** One customer: what it used, when, and what it will pay. */
import { useState } from 'preact/hooks';
import type {
  CustomerDocument,
  SeriesDocument,
  SubscriptionLine,
} from '../documents/customer-document.ts';
import type { TotalDocument } from '../documents/usage-document.ts';
import { BarChart } from './bar-chart.tsx';
import { CopyText } from './copy-text.tsx';
import { Facts, NotRead } from './facts.tsx';
import { useLive } from './live.ts';
import { meterHref, ownAlone } from './meter-words.ts';
import { previewCurl, summaryCurl } from './stripe-curl.ts';
import { TimeText } from './time-text.tsx';
import { useLiveRead } from './use-live-read.ts';
import { href } from './use-route.ts';
import { type Column, VirtualTable } from './virtual-table.tsx';
import { WindowChoice } from './window-choice.tsx';
import { money } from './words.ts';

export function CustomerView({ id, query }: { id: string; query: URLSearchParams }) {
  const name = {
    account: query.get('account') ?? 'default',
    livemode: query.get('livemode') ?? undefined,
  };
  const { state } = useLive();
  const { counts } = state;
  const usage = usageOf(state.totals, id);
  const again = [state.generation, usage, state.meters, state.clock];
  const path = `customers/${encodeURIComponent(id)}`;
  const reading = useLiveRead<CustomerDocument>(path, name, again);
  const customer = reading.document;
  if (customer === undefined) return <NotRead reading={reading} />;
  return (
    <article>
      <h2>
        Customer {id} {customer.name !== null && <span class="quiet">{customer.name}</span>}
      </h2>
      {!customer.exists && (
        <p class="notice warn">
          This customer was never created, or was deleted. With --strict, its events are not
          counted.
        </p>
      )}
      <Facts
        facts={{
          account: `${customer.account}${customer.livemode ? ' (live)' : ''}`,
          email: customer.email,
        }}
      />
      <p class="links">
        <a href={href('events', undefined, { ...ownAlone(customer, counts), customer: id })}>
          {' '}
          events of this customer
        </a>
      </p>
      {customer.totals.length === 0 && <p>No event has been counted for this customer yet.</p>}
      {customer.totals.slice(0, MOST_CHARTS).map((total) => (
        <MeterUsage key={total.meter} total={total} again={again} />
      ))}
      <OtherMeters totals={customer.totals.slice(MOST_CHARTS)} />
      <h3>What this customer will pay</h3>
      {customer.subscriptions.length === 0 && <p class="quiet">No subscriptions.</p>}
      {customer.subscriptions.slice(0, MOST_SUBSCRIPTIONS).map((each) => (
        <Subscription key={each.id} subscription={each} customer={customer} />
      ))}
      {customer.subscriptions.length > MOST_SUBSCRIPTIONS && (
        <p class="quiet">
          The first {MOST_SUBSCRIPTIONS} of {customer.subscriptions.length} subscriptions.
        </p>
      )}
    </article>
  );
}

/** Each chart is a separate read. */
const MOST_CHARTS = 12;
const MOST_SUBSCRIPTIONS = 50;

const TOTALS: readonly Column<TotalDocument>[] = [
  { name: 'meter', show: ({ event_name: name }) => name },
  { name: 'formula', kind: 'wide', show: ({ formula }) => formula },
  { name: 'total', kind: 'number', show: ({ value }) => value },
];

/** Meters without a chart here. */
function OtherMeters({ totals }: { totals: readonly TotalDocument[] }) {
  if (totals.length === 0) return null;
  return (
    <section aria-labelledby="other-meters">
      <h3 id="other-meters">Other meters</h3>
      <VirtualTable
        label="Other meters"
        place="part"
        rows={totals}
        columns={TOTALS}
        keyOf={({ meter }) => meter}
        hrefOf={(total) => meterHref({ ...total, id: total.meter })}
      />
    </section>
  );
}

/** A text that changes when the feed reports usage of this customer. */
function usageOf(totals: ReadonlyMap<string, ReadonlyMap<string, TotalDocument>>, id: string) {
  return [...totals.values()].map((customers) => customers.get(id)?.value ?? '').join(' ');
}

function MeterUsage({ total, again }: { total: TotalDocument; again: readonly unknown[] }) {
  const [window, setWindow] = useState<'hour' | 'day'>('hour');
  const { account, livemode, customer, meter } = total;
  const query = { account, livemode, customer, meter, window };
  const series = useLiveRead<SeriesDocument>('usage/series', query, again).document;
  return (
    <section class="card">
      <h3>
        <a href={meterHref({ ...total, id: meter })}>{total.event_name}</a>: {total.value}{' '}
        <span class="quiet">
          all-time {total.formula}, {meter}
        </span>
      </h3>
      <WindowChoice name={`window-${meter}`} window={window} onChoice={setWindow} />
      {series !== undefined && (
        <>
          <BarChart
            series={series}
            label={window === 'hour' ? 'the last 48 hours' : 'the last 60 days'}
          />
          <CopyText label="the summary query for this usage" text={summaryCurl(total, series)} />
        </>
      )}
    </section>
  );
}

function Subscription({
  subscription,
  customer,
}: {
  subscription: SubscriptionLine;
  customer: CustomerDocument;
}) {
  const { id, status, currency, preview, no_preview: why } = subscription;
  return (
    <section class="card">
      <h4>
        {id} <span class="quiet">{status}</span>
      </h4>
      {preview === null ? (
        <p>{why}</p>
      ) : (
        <table>
          <caption>
            Due <TimeText at={preview.due} full />, for usage since{' '}
            <TimeText at={preview.period_start} full />
          </caption>
          <tbody>
            {preview.lines.map(({ description, amount }, at) => (
              <tr key={`${at} ${description}`}>
                <td>{description}</td>
                <td class="number">{money(amount, currency)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">to pay</th>
              <td class="number">
                <b>{money(preview.amount_due, currency)}</b>
              </td>
            </tr>
          </tfoot>
        </table>
      )}
      <CopyText label="the preview from Stripe’s API" text={previewCurl(id, customer)} />
    </section>
  );
}
