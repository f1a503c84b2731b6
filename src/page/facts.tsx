/** A list of names and values, and what is shown while or if a document is not read. */
import type { ComponentChildren } from 'preact';
import type { Reading } from './use-read.ts';

/** Values that are null are left out. */
export function Facts({ facts }: { facts: Readonly<Record<string, ComponentChildren>> }) {
  const given = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined);
  return (
    <dl>
      {given.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function NotRead<T>({ reading }: { reading: Reading<T> }) {
  if (reading.problem === undefined) return <p class="quiet">Loading…</p>;
  return <p class="notice bad">{reading.problem}</p>;
}
