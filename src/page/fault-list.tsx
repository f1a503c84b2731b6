/** The armed faults, and how often each has fired. */
import type { FaultDocument } from '../documents/fault-document.ts';
import { ActionResult } from './action-result.tsx';
import { call } from './api.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { useLive } from './live.ts';
import { useAction } from './use-action.ts';
import { type Column, VirtualTable } from './virtual-table.tsx';

export function FaultList() {
  const { faults } = useLive().state;
  const action = useAction();
  const remove = (id?: string) =>
    action.run(async () => {
      await call('DELETE', id === undefined ? 'faults' : `faults/${encodeURIComponent(id)}`);
      return id === undefined ? 'Removed all.' : `Removed ${id}.`;
    });
  if (faults.length === 0) return <p class="quiet">No fault is armed.</p>;
  return (
    <>
      <VirtualTable
        label="Armed faults"
        place="part"
        rows={faults}
        columns={columnsOf(remove)}
        keyOf={({ id }) => id}
        classOf={(fault) => (isUsedUp(fault) ? 'used-up' : '')}
      />
      <div class="buttons">
        <button type="button" class="small" onClick={() => remove()}>
          Remove all
        </button>
      </div>
      <ActionResult action={action} />
    </>
  );
}

function columnsOf(remove: (id: string) => void): readonly Column<FaultDocument>[] {
  return [
    {
      name: 'fault',
      show: ({ effect, id }) => (
        <span title={FAULT_WORDS[effect]}>
          {effect} <span class="quiet">{id}</span>
        </span>
      ),
    },
    { name: 'for', show: (fault) => <span title={matchText(fault)}>{matchText(fault)}</span> },
    {
      name: 'fired',
      show: firedText,
    },
    {
      name: 'remove',
      show: ({ effect, id }) => (
        <button
          type="button"
          class="small"
          aria-label={`Remove ${effect} ${id}`}
          onClick={() => remove(id)}
        >
          Remove
        </button>
      ),
    },
  ];
}

function firedText(fault: FaultDocument): string {
  const { fired, times } = fault;
  const count = `${fired} of ${times ?? 'any number'}`;
  return isUsedUp(fault) ? `used up: ${count}` : count;
}

/** Whether it will not fire again: it stays in the list until it is removed. */
export function isUsedUp({ fired, times }: FaultDocument): boolean {
  return times !== null && fired >= times;
}

function matchText({ match, skip, probability, delay_ms: delay }: FaultDocument): string {
  const of = Object.entries(match).map(([name, value]) => `${name} ${value}`);
  return [
    of.length === 0 ? 'all' : of.join(', '),
    ...(skip > 0 ? [`after the first ${skip}`] : []),
    ...(probability < 1 ? [`${probability * 100}% of the time`] : []),
    ...(delay === undefined ? [] : [`delayed by ${delay} ms`]),
  ].join(', ');
}
