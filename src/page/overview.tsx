/** The overview: what is wrong, how much arrives, and who used how much. */

import { CopyText } from './copy-text.tsx';
import { firstEventCurl } from './curl.ts';
import { useLive } from './live.ts';
import { Notices } from './notices.tsx';
import { RateChart } from './rate-chart.tsx';
import { TotalsTable } from './totals-table.tsx';
import { href, useRoute } from './use-route.ts';

export function Overview() {
  const { state, connection } = useLive();
  const { account } = useRoute();
  const { counts } = state;
  const isEmpty = counts.taken + counts.refused + counts.replayed + state.totals.size === 0;
  if (connection === 'connecting' && state.version === '') return <p>Connecting…</p>;
  return (
    <>
      <h2 class="visually-hidden">Overview</h2>
      <Notices />
      <Numbers />
      <RateChart />
      {isEmpty ? <FirstSteps account={account} /> : <TotalsTable most={8} />}
    </>
  );
}

function Numbers() {
  const { counts } = useLive().state;
  const numbers: [string, number, string][] = [
    ['events accepted', counts.taken, href('events')],
    ['not counted', counts.invalid, href('events', undefined, { invalid: 'true' })],
    ['cancelled', counts.cancelled, href('events', undefined, { cancelled: 'true' })],
    ['duplicates', counts.duplicate, href('requests', undefined, { shown: 'duplicate' })],
    ['requests refused', counts.refused, href('requests', undefined, { shown: 'refused' })],
    ['replays', counts.replayed, href('requests', undefined, { shown: 'retried' })],
  ];
  return (
    <ul class="numbers">
      {numbers.map(([name, count, to]) => (
        <li key={name}>
          <a href={to}>
            <b>{count.toLocaleString('en')}</b> {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

function FirstSteps({ account }: { account: string | undefined }) {
  return (
    <section class="card">
      <h3>Nothing has arrived yet</h3>
      <p>
        Point your Stripe SDK at <code>{location.origin}</code>, or send a first event from a
        terminal. It appears here at once.
      </p>
      <CopyText label="a first event" text={firstEventCurl(location.origin, account)} />
    </section>
  );
}
