/** Events and requests per second over the last minutes, live. */
import { useEffect, useState } from 'preact/hooks';
import { useLive } from './live.ts';
import { filled, KEPT_SECONDS, type Rate } from './rates.ts';

const WIDTH = 600;
const HEIGHT = 120;
/** The shortest time shown, so that the first second does not fill the chart. */
const LEAST_SECONDS = 60;

export function RateChart() {
  const live = useLive();
  const second = useSecond();
  const known = live.state.rates;
  const since = second - (known[0]?.second ?? second) + 2;
  const seconds = Math.min(KEPT_SECONDS, Math.max(LEAST_SECONDS, since));
  const rates = filled(known, second + 1, seconds);
  const most = Math.max(1, ...rates.map(({ events, requests }) => Math.max(events, requests)));
  const last = lastTen(rates);
  const now = `${perSecond(last.events)} events, ${perSecond(last.requests)} requests`;
  return (
    <figure class="chart">
      <figcaption>
        <span class="events">{perSecond(last.events)} events/s</span>{' '}
        <span class="requests">{perSecond(last.requests)} requests/s</span>{' '}
        <span class="quiet">
          average of ten seconds; the chart shows up to five minutes since it was opened
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Per second over the last ${agoText(seconds)}: at most ${most}; now ${now}`}
      >
        <path class="area" d={areaOf(rates.map(({ events }) => events / most))} />
        <path class="line" d={lineOf(rates.map(({ requests }) => requests / most))} />
      </svg>
      <p class="axis" aria-hidden="true">
        <span>{agoText(seconds)} ago</span>
        <span>max: {most.toLocaleString('en')}/s</span>
        <span>now</span>
      </p>
    </figure>
  );
}

/** The current second. */
function useSecond(): number {
  const [second, setSecond] = useState(Math.floor(Date.now() / 1000));
  useEffect(() => {
    const timer = setInterval(() => setSecond(Math.floor(Date.now() / 1000)), 1000);
    return () => clearInterval(timer);
  }, []);
  return second;
}

function agoText(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function lastTen(rates: readonly Rate[]) {
  const last = rates.slice(-11, -1); // the current second is not over
  const sum = (of: 'events' | 'requests') => last.reduce((all, rate) => all + rate[of], 0) / 10;
  return { events: sum('events'), requests: sum('requests') };
}

function perSecond(rate: number): string {
  return rate >= 10 ? Math.round(rate).toLocaleString('en') : rate.toFixed(1);
}

function points(values: readonly number[]): string[] {
  const step = WIDTH / (values.length - 1);
  return values.map((value, at) => `${round(at * step)} ${round((1 - value) * (HEIGHT - 2) + 1)}`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function lineOf(values: readonly number[]): string {
  return `M${points(values).join('L')}`;
}

function areaOf(values: readonly number[]): string {
  return `M0 ${HEIGHT}L${points(values).join('L')}L${WIDTH} ${HEIGHT}Z`;
}
