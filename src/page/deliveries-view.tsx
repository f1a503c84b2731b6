/** Events that were delivered, or are on their way. */
import type { DeliveryDocument, PendingDelivery } from '../documents/delivery-document.ts';
import { call } from './api.ts';
import { CopyText } from './copy-text.tsx';
import { NotRead } from './facts.tsx';
import { type Filter, FilterForm } from './filter-form.tsx';
import { Said } from './said.tsx';
import { TimeText } from './time-text.tsx';
import { type Action, useAction } from './use-action.ts';
import { useDeliveries } from './use-deliveries.ts';
import { href } from './use-route.ts';

const FILTERS: readonly Filter[] = [
  { name: 'type', label: 'Type of event' },
  { name: 'event', label: 'Event' },
  { name: 'destination', label: 'Destination' },
  { name: 'delivery', label: 'Delivery' },
  { name: 'succeeded', label: 'Received', choices: { true: 'received', false: 'not received' } },
];

export function DeliveriesView({ query }: { query: URLSearchParams }) {
  const names = ['account', ...FILTERS.map(({ name }) => name)];
  const asked = Object.fromEntries(names.map((name) => [name, query.get(name) ?? undefined]));
  const reading = useDeliveries(asked);
  const action = useAction();
  return (
    <>
      <h2>Deliveries</h2>
      <FilterForm filters={FILTERS} query={query} />
      <Holding account={asked['account']} action={action} />
      {reading.document === undefined ? (
        <NotRead reading={reading} />
      ) : (
        <>
          <Pending pending={reading.document.pending} action={action} />
          <Attempts attempts={reading.document.data} />
        </>
      )}
    </>
  );
}

/** Holds back what is due, and lets it go. */
function Holding({ account, action }: { account: string | undefined; action: Action }) {
  const body = account === undefined ? {} : { account };
  const whose = account ?? 'every account';
  return (
    <>
      <div class="buttons">
        <button
          type="button"
          onClick={() =>
            action.run(async () => {
              await call('POST', 'deliveries/hold', body);
              return `Held: what is due for ${whose} waits until it is released.`;
            })
          }
        >
          Hold deliveries
        </button>
        <button
          type="button"
          onClick={() =>
            action.run(async () => {
              await call('POST', 'deliveries/release', body);
              return `Released: nothing of ${whose} is held.`;
            })
          }
        >
          Release all
        </button>
      </div>
      <Said action={action} />
    </>
  );
}

function Pending({ pending, action }: { pending: readonly PendingDelivery[]; action: Action }) {
  if (pending.length === 0) return null;
  const release = (id: string) =>
    action.run(async () => {
      await call('POST', 'deliveries/release', { deliveries: [id] });
      return `Released ${id}.`;
    });
  return (
    <table class="card">
      <caption>
        <b>On their way: {pending.length}</b>
      </caption>
      <thead>
        <tr>
          <th scope="col">type</th>
          <th scope="col">to</th>
          <th scope="col">tries</th>
          <th scope="col">waits</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {pending.slice(0, MOST).map((each) => (
          <tr key={each.delivery}>
            <td>{each.type}</td>
            <td>{each.destination}</td>
            <td>{each.attempts}</td>
            <td>
              {WAITS[each.status]} {each.due_at !== null && <TimeText at={each.due_at} />}
            </td>
            <td>
              {each.status === 'held' && (
                <button
                  type="button"
                  class="small"
                  aria-label={`Release ${each.delivery}`}
                  onClick={() => release(each.delivery)}
                >
                  Release
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const MOST = 100;
const WAITS = { due: 'for its turn', later: 'until', held: 'held' };

function Attempts({ attempts }: { attempts: readonly DeliveryDocument[] }) {
  if (attempts.length === 0) {
    return (
      <div class="card">
        <h3>Nothing was delivered yet, or nothing that matches</h3>
        <p>
          The server delivers events to the destinations that you name: at its start, or by Stripe’s
          own call.
        </p>
        <CopyText
          label="start it with a destination"
          text="npx stripe-meter-mock --webhook-url http://127.0.0.1:3000/webhooks"
        />
      </div>
    );
  }
  return (
    <table class="card">
      <caption>
        <b>Attempts</b> <span class="quiet">the newest hundred</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">time</th>
          <th scope="col">type</th>
          <th scope="col">to</th>
          <th scope="col">try</th>
          <th scope="col">answer</th>
          <th scope="col">ms</th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((each) => (
          <tr key={each.number}>
            <td>
              <a href={href('deliveries', each.delivery)}>
                <TimeText at={each.sent_at} />
              </a>
            </td>
            <td>{each.type}</td>
            <td>{each.url ?? each.destination}</td>
            <td>{each.attempt}</td>
            <td class={each.succeeded ? '' : 'bad'}>{outcomeOf(each)}</td>
            <td>{each.duration_ms.toFixed(1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What became of an attempt. */
export function outcomeOf({ status, error, fault, url, succeeded }: DeliveryDocument): string {
  const by = fault === null ? '' : ` (fault ${fault})`;
  if (url === null && succeeded) return `collected${by}`;
  return `${status ?? error ?? 'nothing'}${by}`;
}
