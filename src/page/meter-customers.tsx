/** The customers of a meter, largest total first. */
import type { MeterCustomer, MeterDocument } from '../documents/meter-document.ts';
import { customerHref } from './totals-table.tsx';
import { type Column, VirtualTable } from './virtual-table.tsx';

interface Props {
  readonly meter: MeterDocument;
  /** Called when the end comes into view. */
  readonly onMore: () => void;
  /** Whether no more customers can be read. */
  readonly isAll: boolean;
}

export function MeterCustomers({ meter, onMore, isAll }: Props) {
  const { data, customers, account, livemode } = meter;
  const isCut = isAll && customers > data.length;
  return (
    <section aria-labelledby="customers">
      <h3 id="customers">By customer</h3>
      <p class="quiet">
        All-time totals, largest first.
        {isCut && ` These are the ${count(data.length)} largest of ${count(customers)}.`}
      </p>
      <VirtualTable
        label="Customers"
        place="part"
        rows={data}
        columns={columnsOf(data)}
        keyOf={({ customer }) => customer}
        hrefOf={({ customer }) => customerHref({ customer, account, livemode })}
        onEnd={() => customers > data.length && onMore()}
      />
    </section>
  );
}

function columnsOf([first]: readonly MeterCustomer[]): readonly Column<MeterCustomer>[] {
  const top = Math.max(Number(first?.value ?? 0), 0);
  return [
    { name: 'customer', show: ({ customer }) => customer },
    {
      name: 'share of the largest',
      kind: 'wide',
      show: ({ value }) => (
        <meter aria-hidden="true" min={0} max={top > 0 ? top : 1} value={Number(value)} />
      ),
    },
    { name: 'total', kind: 'number', show: ({ value }) => value },
  ];
}

function count(customers: number): string {
  return customers.toLocaleString('en');
}
