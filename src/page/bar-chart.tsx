/** Usage by hour or day, one bar for each. */
import type { SeriesDocument } from '../documents/customer-document.ts';
import { TimeText } from './time-text.tsx';

const HEIGHT = 100;
const STEP = 10;
const SECONDS = { hour: 3600, day: 86_400 } as const;

export function BarChart({ series, label }: { series: SeriesDocument; label: string }) {
  const { start_time: from, end_time: to, window, data } = series;
  const seconds = SECONDS[window];
  const count = (to - from) / seconds;
  const most = Math.max(0, ...data.map(({ value }) => Number(value)));
  return (
    <figure class="chart">
      <figcaption>{label}</figcaption>
      <svg
        viewBox={`0 0 ${count * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${data.length} of ${count} ${window}s with usage, at most ${most}`}
      >
        <path class="base" d={`M0 ${HEIGHT - 0.5}H${count * STEP}`} />
        {data.map(({ start_time: start, value }) => (
          <Bar
            key={start}
            at={(start - from) / seconds}
            share={most === 0 ? 0 : Math.max(0, Number(value)) / most}
            title={`${value} in the ${window} from ${new Date(start * 1000).toISOString()} (UTC)`}
          />
        ))}
      </svg>
      <p class="axis">
        <TimeText at={from} full />
        <span>max: {most.toLocaleString('en')}</span>
        <TimeText at={to} full />
      </p>
      <SeriesTable series={series} />
    </figure>
  );
}

function Bar({ at, share, title }: { at: number; share: number; title: string }) {
  const height = Math.max(1, share * (HEIGHT - 2));
  return (
    <rect class="bar" x={at * STEP + 1} y={HEIGHT - height} width={STEP - 2} height={height}>
      <title>{title}</title>
    </rect>
  );
}

function SeriesTable({ series: { data, window } }: { series: SeriesDocument }) {
  if (data.length === 0) return <p class="quiet">No usage in this period.</p>;
  return (
    <details>
      <summary>
        The {data.length} {window}s with usage, as a table
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{window} from</th>
            <th scope="col" class="number">
              usage
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ start_time: start, value }) => (
            <tr key={start}>
              <td>
                <TimeText at={start} full />
              </td>
              <td class="number">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
