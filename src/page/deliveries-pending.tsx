/** Deliveries that have not ended, what each waits for, and how to hold and release them. */
import type { DeliveriesPage, PendingDelivery } from '../documents/delivery-document.ts';
import { ActionResult } from './action-result.tsx';
import { call } from './api.ts';
import { waitText } from './delivery-words.tsx';
import { useLive } from './live.ts';
import type { Action } from './use-action.ts';
import { useLiveRead } from './use-live-read.ts';
import { href } from './use-route.ts';
import { type Column, VirtualTable } from './virtual-table.tsx';

/** The most that the server lists. */
const MOST = 1000;

/** Holds deliveries back, and releases them. */
export function HoldButtons({ account, action }: { account: string | undefined; action: Action }) {
  const body = account === undefined ? {} : { account };
  const whose = account ?? 'every account';
  const hold = async () => {
    await call('POST', 'deliveries/hold', body);
    return `Held: deliveries of ${whose} wait until they are released.`;
  };
  const release = async () => {
    await call('POST', 'deliveries/release', body);
    return `Released: no delivery of ${whose} is held.`;
  };
  return (
    <>
      <div class="buttons">
        <button type="button" onClick={() => action.run(hold)}>
          Hold deliveries
        </button>
        <button type="button" onClick={() => action.run(release)}>
          Release all
        </button>
      </div>
      <ActionResult action={action} />
    </>
  );
}

interface PendingProps {
  /** The filters of the list of attempts. */
  readonly asked: Readonly<Record<string, string | undefined>>;
  readonly action: Action;
}

export function Pending({ asked, action }: PendingProps) {
  const { deliveries, generation } = useLive().state;
  const query = { ...asked, limit: 1 };
  const reading = useLiveRead<DeliveriesPage>('deliveries', query, [generation, deliveries]);
  const pending = reading.document?.pending ?? [];
  if (pending.length === 0) return null;
  const count = pending.length.toLocaleString('en');
  return (
    <section aria-labelledby="pending">
      <h3 id="pending">
        Pending deliveries: {pending.length < MOST ? count : `the ${count} oldest`}
      </h3>
      <VirtualTable
        label="Pending deliveries"
        place="part"
        rows={pending}
        columns={columnsOf(action)}
        keyOf={({ delivery }) => delivery}
        hrefOf={({ delivery }) => href('deliveries', delivery)}
      />
    </section>
  );
}

function columnsOf(action: Action): readonly Column<PendingDelivery>[] {
  const release = (id: string) =>
    action.run(async () => {
      await call('POST', 'deliveries/release', { deliveries: [id] });
      return `Released ${id}.`;
    });
  return [
    { name: 'type', kind: 'long', show: ({ type }) => type },
    { name: 'to', kind: 'wide', show: ({ destination }) => destination },
    { name: 'attempts', kind: 'number', show: ({ attempts }) => attempts },
    { name: 'waiting', show: waitText },
    {
      name: 'release',
      show: ({ delivery, status }) =>
        status === 'held' && (
          <button
            type="button"
            class="small"
            aria-label={`Release ${delivery}`}
            onClick={() => release(delivery)}
          >
            Release
          </button>
        ),
    },
  ];
}
