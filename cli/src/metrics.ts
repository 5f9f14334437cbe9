import type { Api } from './api.ts';
import { endpointIdOf } from './endpoints.ts';
import { asked } from './pages.ts';
import { type Row, percent, plain, seconds, table } from './table.ts';

export type Wanted = Readonly<{
  since: string;
  until?: string;
  step?: string;
  replica?: string;
  replicas?: boolean;
}>;
export type Series = Readonly<{
  metric: string;
  unit: string;
  replicaId: string | null;
  values: readonly (number | null)[];
}>;
export type Metrics = Readonly<{
  from: string;
  until: string;
  stepSeconds: number;
  series: readonly Series[];
}>;
export type MetricName = Readonly<{ name: string; unit: string; scopes: readonly string[]; help: string }>;

/** @param endpoint undefined: the whole project */
export const metrics = async (
  api: Api,
  endpoint: string | undefined,
  names: readonly string[],
  { since, until, step, replica, replicas }: Wanted,
): Promise<Metrics> => {
  const query = { names: names.length > 0 ? names.join(',') : undefined, from: since, until, step };
  if (endpoint === undefined) return api.call('GET', asked('/v1/metric-series', query));
  const perReplica = replicas === true ? 'true' : undefined;
  const path = `/v1/endpoints/${await endpointIdOf(api, endpoint)}/metrics`;
  return api.call('GET', asked(path, { ...query, replica, perReplica }));
};

export const metricNames = (api: Api): Promise<{ items: readonly MetricName[] }> =>
  api.call('GET', '/v1/metric-names');

export const namesText = ({ items }: { items: readonly MetricName[] }): string => {
  const lines = table(
    ['METRIC', 'UNIT', 'OF EACH'],
    items.map(({ name, unit, scopes }) => [name, unit, scopes.join(' ')]),
  ).split('\n');
  return lines
    .map((line, n) => (n > 0 && items[n - 1] ? `${line}  ${items[n - 1]?.help ?? ''}` : line))
    .join('\n');
};

/** The last values, the extremes, and the course of each. */
export const metricsText = ({ from, until, stepSeconds, series }: Metrics): string => {
  const about = `${from} to ${until}, in steps of ${plain(stepSeconds)} s.\n`;
  if (series.length === 0) return `${about}Nothing is known of that time.\n`;
  const hasReplicas = series.some(({ replicaId }) => replicaId !== null);
  const rows = series.map(({ metric, unit, replicaId, values }): Row => {
    const known = values.filter((value) => value !== null);
    const told = (value: number | undefined): string => valueText(value ?? null, unit);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return [
      metric,
      ...(hasReplicas ? [replicaId ?? '-'] : []),
      told(known.at(-1)),
      told(known.length > 0 ? Math.min(...known) : undefined),
      told(known.length > 0 ? mean : undefined),
      told(known.length > 0 ? Math.max(...known) : undefined),
      courseOf(values),
    ];
  });
  return (
    about +
    table(['METRIC', ...(hasReplicas ? ['REPLICA'] : []), 'LAST', 'LEAST', 'MEAN', 'MOST', 'COURSE'], rows)
  );
};

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const WIDTH = 40;

/** A small picture: the least of it is the lowest bar, what is not known a blank. */
export const courseOf = (values: readonly (number | null)[]): string => {
  const perBar = Math.max(1, Math.ceil(values.length / WIDTH));
  const bars = Array.from({ length: Math.ceil(values.length / perBar) }, (_, n) => {
    const known = values.slice(n * perBar, (n + 1) * perBar).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
  const known = bars.filter((bar) => bar !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return bars
    .map((bar) => {
      if (bar === null) return '·';
      const share = most > least ? (bar - least) / (most - least) : 0;
      return BARS[Math.round(share * (BARS.length - 1))] ?? '';
    })
    .join('');
};

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

export const valueText = (value: number | null, unit: string): string => {
  if (value === null) return '-';
  switch (unit) {
    case 'ratio':
      return percent(value);
    case 'seconds':
      return seconds(value);
    case 'bytes':
      return value >= GIB ? `${plain(value / GIB)} GiB` : `${plain(value / MIB)} MiB`;
    case 'usd':
    case 'usd_per_hour':
      return `$${value.toFixed(4)}`;
    case 'requests_per_second':
    case 'tokens_per_second':
      return `${plain(value)} /s`;
    default:
      return plain(value);
  }
};
