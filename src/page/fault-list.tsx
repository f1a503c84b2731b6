/** The faults that are armed, with how often each fired. */
import type { FaultDocument } from '../documents/fault-document.ts';
import { call } from './api.ts';
import { FAULT_WORDS } from './fault-words.ts';
import { useLive } from './live.ts';
import { Said } from './said.tsx';
import { useAction } from './use-action.ts';

export function FaultList() {
  const { faults } = useLive().state;
  const action = useAction();
  const remove = (id?: string) =>
    action.run(async () => {
      await call('DELETE', id === undefined ? 'faults' : `faults/${encodeURIComponent(id)}`);
      return id === undefined ? 'Removed all.' : `Removed ${id}.`;
    });
  if (faults.length === 0) return <p class="quiet">No fault is armed: every request goes well.</p>;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">fault</th>
            <th scope="col">for</th>
            <th scope="col">fired</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => (
            <tr key={fault.id}>
              <td title={FAULT_WORDS[fault.effect]}>
                {fault.effect} <span class="quiet">{fault.id}</span>
              </td>
              <td>{matchText(fault)}</td>
              <td>
                {fault.fired} of {fault.times ?? 'any number'}
              </td>
              <td>
                <button
                  type="button"
                  class="small"
                  aria-label={`Remove ${fault.effect} ${fault.id}`}
                  onClick={() => remove(fault.id)}
                >
                  Remove
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" class="small" onClick={() => remove()}>
          Remove all
        </button>
      </div>
      <Said action={action} />
    </>
  );
}

function matchText({ match, skip, probability, delay_ms: delay }: FaultDocument): string {
  const of = Object.entries(match).map(([name, value]) => `${name} ${value}`);
  return [
    of.length === 0 ? 'every request' : of.join(', '),
    ...(skip > 0 ? [`after ${skip}`] : []),
    ...(probability < 1 ? [`by a chance of ${probability * 100}%`] : []),
    ...(delay === undefined ? [] : [`${delay} ms late`]),
  ].join(', ');
}
