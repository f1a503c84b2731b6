/** A clock that goes by itself, as the server's does. */
import { useEffect, useState } from 'preact/hooks';
import type { ClockDocument } from '../documents/clock-document.ts';
import { TimeText } from './time-text.tsx';

/** @param atMs when the clock was there, in milliseconds of the viewer's time */
export function ClockText({ clock, atMs }: { clock: ClockDocument; atMs: number }) {
  const nowMs = useSeconds(!clock.frozen);
  const passed = clock.frozen ? 0 : Math.max(0, nowMs - atMs);
  const shown = new Date(Date.parse(clock.now) + passed);
  const isMoved = clock.frozen || Math.abs(clock.ahead_seconds) >= 1;
  return (
    <span class={isMoved ? 'clock moved' : 'clock'}>
      <span class="label">clock{clock.account === null ? '' : ` of ${clock.account}`}</span>{' '}
      <TimeText at={shown} full />
      {clock.frozen && ' frozen'}
      {isMoved && ` (${offset(clock.ahead_seconds)})`}
    </span>
  );
}

/** The viewer's time, anew each second while asked for. */
function useSeconds(isGoing: boolean): number {
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    setNowMs(Date.now());
    if (!isGoing) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isGoing]);
  return nowMs;
}

/** How far from real time: 2 d 3 h ahead. */
export function offset(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  if (whole === 0) return 'as real time';
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const shown = parts.filter(([count]) => count > 0).slice(0, 2);
  return `${shown.map((part) => part.join(' ')).join(' ')} ${seconds > 0 ? 'ahead' : 'behind'}`;
}
