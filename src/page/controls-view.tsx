/** What can be changed: the clock, faults, the whole state. */
import { useEffect } from 'preact/hooks';
import { ClockForm } from './clock-form.tsx';
import { FaultForm } from './fault-form.tsx';
import { FaultList } from './fault-list.tsx';
import { StateForm } from './state-form.tsx';

/** @param at the section to scroll to: clock, faults or state */
export function ControlsView({
  account,
  at,
}: {
  account: string | undefined;
  at?: string | undefined;
}) {
  useEffect(() => {
    if (at !== undefined) document.getElementById(at)?.scrollIntoView();
  }, [at]);
  return (
    <>
      <h2>Controls</h2>
      <section class="card" aria-labelledby="clock">
        <h3 id="clock">Clock</h3>
        <ClockForm key={account} account={account} />
      </section>
      <section class="card" aria-labelledby="faults">
        <h3 id="faults">Faults</h3>
        <FaultList />
        <FaultForm key={account} account={account} />
      </section>
      <section class="card" aria-labelledby="state">
        <h3 id="state">State</h3>
        <StateForm key={account} account={account} />
      </section>
    </>
  );
}
