import type { components } from '@tidegate/sdk';
import type { Line } from '../ui/chart.tsx';

export type Hour = components['schemas']['RequestHour'];
export type Division = 'hour' | 'token' | 'status';

const HOUR_S = 3600;
const COLOURS = ['#1c7ed6', '#2f9e44', '#e8590c', '#9c36b5', '#0c8599', '#c2255c', '#5f3dc4', '#868e96'];

export const groupOf = (hour: Hour, by: Division): string => {
  if (by === 'token') return hour.tokenName ?? hour.tokenId ?? 'no token';
  return by === 'status' ? (hour.statusClass ?? 'none') : 'requests';
};

export type HourChart = Readonly<{ times: readonly number[]; lines: readonly Line[] }>;

/** Requests by the hour, hours without any too, a line for each group; of whole hours their errors beside. */
export const chartOf = (hours: readonly Hour[], by: Division): HourChart => {
  const seconds = hours.map(({ hour }) => Date.parse(hour) / 1000);
  if (seconds.length === 0) return { times: [], lines: [] };
  const [from, until] = [Math.min(...seconds), Math.max(...seconds)];
  const times = Array.from(
    { length: Math.round((until - from) / HOUR_S) + 1 },
    (_, nth) => from + nth * HOUR_S,
  );
  const sums = (label: string, color: string, of: (hour: Hour) => number): Line => {
    const values = times.map(() => 0);
    hours.forEach((hour, nth) => {
      const at = Math.round(((seconds[nth] ?? from) - from) / HOUR_S);
      values[at] = (values[at] ?? 0) + of(hour);
    });
    return { label, values, color, stepped: true, filled: by === 'hour' };
  };
  const groups = [...new Set(hours.map((hour) => groupOf(hour, by)))].slice(0, COLOURS.length);
  const lines = groups.map((group, nth) =>
    sums(group, COLOURS[nth] ?? '#868e96', (hour) => (groupOf(hour, by) === group ? hour.requests : 0)),
  );
  return {
    times,
    lines: by === 'hour' ? [...lines, sums('errors', '#e03131', ({ errors }) => errors)] : lines,
  };
};
