/** A time in the viewer's zone; its tooltip has it in UTC. */

const SHORT = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** @param at ISO 8601, or seconds since the epoch */
export function TimeText({ at, full = false }: { at: string | number | Date; full?: boolean }) {
  const date = new Date(typeof at === 'number' ? at * 1000 : at);
  const iso = date.toISOString();
  const isToday = date.toDateString() === new Date().toDateString();
  return (
    <time dateTime={iso} title={`${iso} (UTC)`}>
      {(full ? FULL : isToday ? CLOCK : SHORT).format(date)}
    </time>
  );
}
