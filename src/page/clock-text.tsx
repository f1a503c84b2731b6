/** A clock that runs on between reports, as the server's does. */
import { useEffect, useState } from 'preact/hooks';
import type { ClockDocument } from '../documents/clock-document.ts';
import { TimeText } from './time-text.tsx';

/** @param atMs when the clock showed this time, in milliseconds of the viewer's clock */
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

/** The viewer's time, updated each second while the clock runs. */
function useSeconds(isRunning: boolean): number {
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    setNowMs(Date.now());
    if (!isRunning) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return nowMs;
}

/** How far from real time, such as `2 d 3 h ahead`. */
export function offset(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  if (whole === 0) return 'real time';
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const shown = parts.filter(([count]) => count > 0).slice(0, 2);
  return `${shown.map((part) => part.join(' ')).join(' ')} ${seconds > 0 ? 'ahead' : 'behind'}`;
}
