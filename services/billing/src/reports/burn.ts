import { type BurnView, usdOf } from '@tidegate/contracts';
import { FORECAST_FORMULA, type Forecast, forecastOf, HOURS_OF_WEEK } from './forecast.ts';
import type { Bucket } from './buckets.ts';
import type { Labels } from './labels.ts';

const HOUR_US = 3_600_000_000;

/** The last 168 hours, the last one up to now. Named by their place. */
export const lastWeekOf = (nowUs: number): Bucket[] =>
  Array.from({ length: HOURS_OF_WEEK }, (_, nth) => ({
    name: String(nth),
    fromUs: nowUs - (HOURS_OF_WEEK - nth) * HOUR_US,
    untilUs: nowUs - (HOURS_OF_WEEK - 1 - nth) * HOUR_US,
  }));

/** What is known of an endpoint’s costs. */
export type EndpointCosts = Readonly<{
  endpointId: string;
  hours: readonly bigint[];
  ageUs: number;
  soFarNanoUsd: bigint;
  burnNanoUsdPerHour: bigint;
}>;

export type Now = Readonly<{
  nowUs: number;
  month: Readonly<{ period: string; fromUs: number; toUs: number }>;
  timeZone: string;
}>;

type Figures = Readonly<{ burn: bigint; soFar: bigint; forecast: Forecast }>;

const figuresOf = (costs: EndpointCosts, remainingUs: number): Figures => ({
  burn: costs.burnNanoUsdPerHour,
  soFar: costs.soFarNanoUsd,
  forecast: forecastOf({ ...costs, remainingUs }),
});

const sumOf = (all: readonly Figures[]): Figures => {
  const sum = (of: (figures: Figures) => bigint): bigint =>
    all.reduce((total, figures) => total + of(figures), 0n);
  const bases = new Set(all.map(({ forecast }) => forecast.basis));
  return {
    burn: sum(({ burn }) => burn),
    soFar: sum(({ soFar }) => soFar),
    forecast: {
      forecastNanoUsd: sum(({ forecast }) => forecast.forecastNanoUsd),
      lowNanoUsd: sum(({ forecast }) => forecast.lowNanoUsd),
      highNanoUsd: sum(({ forecast }) => forecast.highNanoUsd),
      basis: (['last_week', 'since_first'] as const).find((basis) => bases.has(basis)) ?? 'nothing',
    },
  };
};

const amounts = ({ burn, soFar, forecast }: Figures) => ({
  burnNanoUsdPerHour: String(burn),
  burnUsdPerHour: usdOf(burn),
  soFarNanoUsd: String(soFar),
  soFarUsd: usdOf(soFar),
  forecastNanoUsd: String(forecast.forecastNanoUsd),
  forecastUsd: usdOf(forecast.forecastNanoUsd),
  lowNanoUsd: String(forecast.lowNanoUsd),
  lowUsd: usdOf(forecast.lowNanoUsd),
  highNanoUsd: String(forecast.highNanoUsd),
  highUsd: usdOf(forecast.highNanoUsd),
  basis: forecast.basis,
});

/** The dearest forecast first. */
export const burnView = (
  endpoints: readonly EndpointCosts[],
  labels: Labels,
  { now: { nowUs, month, timeZone }, most }: Readonly<{ now: Now; most: number }>,
): BurnView => {
  const all = endpoints
    .map((costs) => ({ ...figuresOf(costs, month.toUs - nowUs), endpointId: costs.endpointId }))
    .sort((a, b) => compare(b.forecast.forecastNanoUsd, a.forecast.forecastNanoUsd));
  const project = sumOf(all);
  return {
    asOf: isoOf(nowUs),
    period: month.period,
    from: isoOf(month.fromUs),
    until: isoOf(month.toUs),
    timeZone,
    ...amounts(project),
    formula: FORECAST_FORMULA[project.forecast.basis],
    endpoints: all.slice(0, most).map((figures) => ({
      endpointId: figures.endpointId,
      name: labels.latest(figures.endpointId)?.name ?? null,
      ...amounts(figures),
    })),
    endpointsLeftOut: Math.max(0, all.length - most),
  };
};

const compare = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? -1 : 1);
const isoOf = (us: number): string => new Date(us / 1000).toISOString();
