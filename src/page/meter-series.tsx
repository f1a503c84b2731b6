/** Usage of a meter by hour or day, of all customers or of one of the largest. */
import { useState } from 'preact/hooks';
import type { SeriesDocument } from '../documents/customer-document.ts';
import type { MeterDocument } from '../documents/meter-document.ts';
import { queryText } from './api.ts';
import { BarChart } from './bar-chart.tsx';
import { CopyText } from './copy-text.tsx';
import { controlCurl } from './curl.ts';
import { summaryCurl } from './stripe-curl.ts';
import { useLiveRead } from './use-live-read.ts';
import { WindowChoice } from './window-choice.tsx';

/** How many customers can be chosen; the others have pages of their own. */
const MOST = 20;
const PERIODS = { hour: 'the last 48 hours', day: 'the last 60 days' };

interface Props {
  readonly meter: MeterDocument;
  /** The series is read again when one of these changes. */
  readonly changes: readonly unknown[];
}

export function MeterSeries({ meter, changes }: Props) {
  const [window, setWindow] = useState<'hour' | 'day'>('hour');
  const [customer, setCustomer] = useState('');
  const { id, account, livemode } = meter;
  const query = { account, livemode, meter: id, customer, window };
  const series = useLiveRead<SeriesDocument>('usage/series', query, changes).document;
  const whose = customer === '' ? 'all customers together' : customer;
  return (
    <section class="card" aria-labelledby="usage-over-time">
      <h3 id="usage-over-time">Usage over time</h3>
      <div class="choices">
        <WindowChoice name="window" window={window} onChoice={setWindow} />
        <CustomerChoice meter={meter} customer={customer} onChoice={setCustomer} />
      </div>
      {series !== undefined && (
        <>
          <BarChart series={series} label={`${PERIODS[series.window]}, ${whose}`} />
          {customer === '' && (
            <CopyText
              label="the chart with curl (Stripe’s own query is for one customer)"
              text={controlCurl('GET', `${location.origin}/_mock/usage/series${queryText(query)}`)}
            />
          )}
          <Summary meter={meter} customer={customer} series={series} />
        </>
      )}
    </section>
  );
}

/** The query for the chosen customer, or for the one with the largest total. */
function Summary({
  meter,
  customer,
  series,
}: {
  meter: MeterDocument;
  customer: string;
  series: SeriesDocument;
}) {
  const [first] = meter.data;
  const asked = customer === '' ? first?.customer : customer;
  if (asked === undefined) return null;
  const label =
    customer === ''
      ? `the summary query for ${asked}, which has the largest total`
      : 'the summary query for this usage';
  return (
    <CopyText
      label={label}
      text={summaryCurl({ ...meter, meter: meter.id, customer: asked }, series)}
    />
  );
}

function CustomerChoice({
  meter: { data },
  customer,
  onChoice,
}: {
  meter: MeterDocument;
  customer: string;
  onChoice: (customer: string) => void;
}) {
  const names = data.slice(0, MOST).map((each) => each.customer);
  const listed = customer === '' || names.includes(customer) ? names : [customer, ...names];
  return (
    <label class="account">
      Customer
      <select value={customer} onChange={(event) => onChoice(event.currentTarget.value)}>
        <option value="">all customers together</option>
        {listed.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
