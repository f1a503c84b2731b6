/** Who used how much, of every meter. */
import { useLive } from './live.ts';
import { TotalsTable } from './totals-table.tsx';

export function UsageView() {
  const { counts } = useLive().state;
  return (
    <>
      <h2>Usage</h2>
      {counts.taken === 0 && <p>No event has arrived yet. The overview has a first one to send.</p>}
      <p class="quiet">
        Totals of all time, exact. A customer's page has its usage over time, its subscriptions and
        what it will pay. Of each meter, the 200 customers that used most.
      </p>
      <TotalsTable most={200} />
    </>
  );
}
