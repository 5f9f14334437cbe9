import type { Metric, MetricAggregate } from '@tidegate/contracts';
import { type Gauge, meanOf } from '../numbers/gauge.ts';
import { type Numbers, NO_NUMBERS, merged } from '../numbers/numbers.ts';
import { quantileSeconds } from '../numbers/times.ts';

/** What is known of a series over a time: null when nothing was kept; how long somebody watched, and how often the fleet was looked at. */
export type Look = Readonly<{
  numbers: Numbers | null;
  watchedUs: number;
  looks: number;
  isReplica?: boolean;
}>;

export const NOTHING: Look = { numbers: null, watchedUs: 0, looks: 0 };

export const bothLooks = (a: Look, b: Look): Look => ({
  numbers: a.numbers && b.numbers ? merged(a.numbers, b.numbers) : (a.numbers ?? b.numbers),
  watchedUs: a.watchedUs + b.watchedUs,
  looks: a.looks + b.looks,
  isReplica: (a.isReplica ?? false) || (b.isReplica ?? false),
});

type Counts = Numbers['counts'];
const of = (counts: Counts, name: string): number => counts[name] ?? 0;

/** Of which counts a rate or a count is. A request without a record is a request all the same. */
const COUNTED: Readonly<Record<string, (counts: Counts) => number>> = {
  requests_per_second: (counts) => of(counts, 'requests') + of(counts, 'unrecorded'),
  errors_per_second: (counts) => of(counts, 'errors'),
  prompt_tokens_per_second: (counts) => of(counts, 'prompt_tokens'),
  completion_tokens_per_second: (counts) => of(counts, 'completion_tokens'),
  restarts: (counts) => of(counts, 'restarts'),
};

const QUANTILE = /^(.+)_p(50|95|99)_seconds$/;

type Valued = (metric: Metric, known: Numbers, look: Look) => number | null;

/** An endpoint is active while it has replicas or is to have some: only then the fleet is told of. */
const activeLooks = ({ numbers }: Look): number => numbers?.gauges['replicas']?.[1] ?? 0;

const isZeroWhenQuiet = ({ quiet }: Metric, { isReplica = false }: Look): boolean =>
  quiet === 'zero' && !isReplica;

/** It had nothing all the time. What nobody watched is never taken for that. */
const isQuiet = (metric: Metric, look: Look): boolean =>
  look.watchedUs > 0 && isZeroWhenQuiet(metric, look) && activeLooks(look) === 0;

/** In which share of the time there was something to see: the rest counts as the zeros that it was. */
const shareOf = (metric: Metric, [, count]: Gauge, look: Look): number =>
  look.looks > 0 && isZeroWhenQuiet(metric, look)
    ? Math.min(1, Math.max(activeLooks(look), count) / look.looks)
    : 1;

const VALUED: Readonly<Record<Metric['kind'], Valued>> = {
  rate: (metric, known, look) =>
    look.watchedUs > 0 && (look.numbers || isQuiet(metric, look))
      ? counted(metric, known) / (look.watchedUs / 1e6)
      : null,
  count: (metric, known, { watchedUs }) => {
    const count = counted(metric, known);
    return count > 0 || watchedUs > 0 ? count : null;
  },
  ratio: (_, { counts }) => {
    const requests = of(counts, 'requests');
    return requests > 0 ? of(counts, 'errors') / requests : null;
  },
  quantile: (metric, known) => quantileIn(metric, known),
  gauge: (metric, known, look) => {
    const gauge = known.gauges[metric.name];
    if (gauge) return meanOf(gauge) * shareOf(metric, gauge, look);
    return isQuiet(metric, look) ? 0 : null;
  },
};

/** A metric over a time; null: not known. */
export const valueOf = (metric: Metric, look: Look): number | null =>
  VALUED[metric.kind](metric, look.numbers ?? NO_NUMBERS, look);

const counted = ({ name }: Metric, { counts }: Numbers): number => COUNTED[name]?.(counts) ?? 0;

const quantileIn = ({ name }: Metric, { times }: Numbers): number | null => {
  const [, what = '', percent] = QUANTILE.exec(name) ?? [];
  const measured = times[what];
  return measured ? quantileSeconds(measured, Number(percent) / 100) : null;
};

/** One value of the steps of a window, oldest first. */
export const aggregated = (
  metric: Metric,
  looks: readonly Look[],
  aggregate: MetricAggregate,
): number | null => {
  const whole = looks.reduce(bothLooks, NOTHING);
  if (aggregate === 'avg') return valueOf(metric, whole);
  if (aggregate === 'sum' && metric.kind === 'rate')
    return valueOf(metric, whole) === null ? null : counted(metric, whole.numbers ?? NO_NUMBERS);
  const values = looks.map((look) => valueOf(metric, look)).filter((value) => value !== null);
  // Extremes within steps count, and steps in which an endpoint had nothing count as the zeros that they are.
  const gauge = metric.kind === 'gauge' ? whole.numbers?.gauges[metric.name] : undefined;
  if (gauge) values.push(...extremesOf(gauge, aggregate, shareOf(metric, gauge, whole) < 1));
  return values.length === 0 ? null : ofValues(values, aggregate);
};

const extremesOf = ([, , least, most]: Gauge, aggregate: MetricAggregate, wasQuiet: boolean): number[] => {
  if (aggregate === 'max') return [most];
  return aggregate === 'min' ? [wasQuiet ? Math.min(0, least) : least] : [];
};

const ofValues = (values: readonly number[], aggregate: Exclude<MetricAggregate, 'avg'>): number => {
  switch (aggregate) {
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'last':
      return values.at(-1) ?? 0;
    case 'p50':
    case 'p95':
    case 'p99': {
      const sorted = values.toSorted((a, b) => a - b);
      const rank = Math.max(1, Math.ceil((Number(aggregate.slice(1)) / 100) * sorted.length));
      return sorted[rank - 1] ?? 0;
    }
  }
};
