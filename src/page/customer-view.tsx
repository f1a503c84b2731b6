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
import { previewCurl, summaryCurl } from './stripe-curl.ts';
import { TimeText } from './time-text.tsx';
import { useRead } from './use-read.ts';
import { href } from './use-route.ts';
import { money } from './words.ts';

export function CustomerView({ id, query }: { id: string; query: URLSearchParams }) {
  const name = {
    account: query.get('account') ?? 'default',
    livemode: query.get('livemode') ?? undefined,
  };
  const { state } = useLive();
  const told = toldOf(state.totals, id);
  const again = [state.generation, told, state.clock?.now_seconds];
  const reading = useRead<CustomerDocument>(`customers/${encodeURIComponent(id)}`, name, again);
  const customer = reading.document;
  if (customer === undefined) return <NotRead reading={reading} />;
  return (
    <article>
      <h2>
        Customer {id} {customer.name !== null && <span class="quiet">{customer.name}</span>}
      </h2>
      {!customer.exists && (
        <p class="notice warn">
          It was never created, or was deleted. With --strict, events for it do not count.
        </p>
      )}
      <Facts
        facts={{
          account: `${customer.account}${customer.livemode ? ' (live)' : ''}`,
          email: customer.email,
        }}
      />
      <p class="links">
        <a href={href('events', undefined, { customer: id })}>its events</a>
      </p>
      {customer.totals.length === 0 && <p>No event has counted for it yet.</p>}
      {customer.totals.map((total) => (
        <MeterUsage key={total.meter} total={total} again={again} />
      ))}
      <h3>What it will pay</h3>
      {customer.subscriptions.length === 0 && <p class="quiet">It has no subscription.</p>}
      {customer.subscriptions.map((each) => (
        <Subscription key={each.id} subscription={each} customer={customer} />
      ))}
    </article>
  );
}

/** Changes when the feed tells of its usage. */
function toldOf(totals: ReadonlyMap<string, ReadonlyMap<string, TotalDocument>>, id: string) {
  return [...totals.values()].map((customers) => customers.get(id)?.value ?? '').join(' ');
}

function MeterUsage({ total, again }: { total: TotalDocument; again: unknown }) {
  const [window, setWindow] = useState<'hour' | 'day'>('hour');
  const { account, livemode, customer, meter } = total;
  const query = { account, livemode, customer, meter, window };
  const series = useRead<SeriesDocument>('usage/series', query, again).document;
  return (
    <section class="card">
      <h3>
        {total.event_name}: {total.value}{' '}
        <span class="quiet">
          {total.formula} of all time, {meter}
        </span>
      </h3>
      <fieldset class="choice">
        <legend>Usage by</legend>
        {(['hour', 'day'] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={`window-${meter}`}
              checked={window === each}
              onChange={() => setWindow(each)}
            />
            {each}
          </label>
        ))}
      </fieldset>
      {series !== undefined && (
        <>
          <BarChart
            series={series}
            label={window === 'hour' ? 'the last 48 hours' : 'the last 60 days'}
          />
          <CopyText label="the summary query that gives it" text={summaryCurl(total, series)} />
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
      <CopyText label="the preview as Stripe gives it" text={previewCurl(id, customer)} />
    </section>
  );
}
