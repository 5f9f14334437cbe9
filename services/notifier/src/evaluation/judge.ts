import type { AlertRule, MetricValue } from '@tidegate/contracts';
import { type Instance, type Moment, type Sample, type Step, beginningAt, stepOf } from './instance.ts';

/** What an alert judges by itself: an endpoint, a replica, or the project. */
export type Series = Readonly<{ series: string; endpointId: string | null; replicaId: string | null }>;
export type Kept = Series &
  Readonly<{
    instance: Instance;
    /** The channels that heard that it fires. */
    told: readonly string[];
    /** Of a replica: it ended. */
    isGone: boolean;
    writtenUs: number;
  }>;
export type Endpoint = Readonly<{ endpointId: string; name: string; isSilent: boolean }>;
export type Known = Readonly<{
  /** What metrics says, of each series that it knows. */
  values: readonly Pick<MetricValue, 'endpointId' | 'replicaId' | 'value'>[];
  /** Those of the project that are not deleted. */
  endpoints: ReadonlyMap<string, Endpoint>;
  kept: readonly Kept[];
}>;
export type Judged = Series &
  Readonly<{ before: Instance; step: Step; told: readonly string[]; isWorthWriting: boolean }>;

/** The last value of a series that is well is written down so often; every other change at once. */
const REFRESH_US = 300_000_000;

/** What one look makes of all series of an alert, those of which there is no value any more included. */
export const judge = (rule: AlertRule, known: Known, moment: Moment): Judged[] => {
  const kept = new Map(known.kept.map((one) => [one.series, one]));
  return [...samplesOf(rule, known, kept).values()].map(({ sample, ...series }) => {
    const was = kept.get(series.series);
    const before = was?.instance ?? beginningAt(moment.nowUs);
    const step = stepOf(rule, before, sample, moment);
    const isQuiet = step.instance.phase === 'normal' && !step.transition && before.phase === 'normal';
    const isStale = !was || (sample.kind !== 'silent' && moment.nowUs - was.writtenUs >= REFRESH_US);
    return { ...series, before, step, told: was?.told ?? [], isWorthWriting: !isQuiet || isStale };
  });
};

type Sampled = Series & Readonly<{ sample: Sample }>;
const SILENT: Sample = { kind: 'silent' };
const NONE: Sample = { kind: 'none' };

const samplesOf = (
  rule: AlertRule,
  { values, endpoints, kept: before }: Known,
  kept: ReadonlyMap<string, Kept>,
): Map<string, Sampled> => {
  const found = new Map<string, Sampled>();
  const isSilent = ({ series, endpointId }: Series): boolean =>
    endpointId !== null &&
    (kept.get(series)?.isGone === true || endpoints.get(endpointId)?.isSilent !== false);
  const add = (series: Series, sample: Sample): void => {
    found.set(series.series, { ...series, sample: isSilent(series) ? SILENT : sample });
  };
  for (const series of expectedOf(rule, endpoints)) add(series, NONE);
  for (const one of before) add(seriesIn(one), NONE);
  for (const { endpointId, replicaId, value } of values) {
    const series = seriesOf(rule, endpointId, replicaId);
    // Of an endpoint that is not known here yet there is nothing to say.
    if (!series || (series.endpointId !== null && !endpoints.has(series.endpointId))) continue;
    add(series, value === null ? NONE : { kind: 'value', value });
  }
  return found;
};

const seriesIn = ({ series, endpointId, replicaId }: Series): Series => ({ series, endpointId, replicaId });

/** What is judged also while nothing is known of it. */
const expectedOf = ({ scope, endpointId }: AlertRule, endpoints: Known['endpoints']): Series[] => {
  switch (scope) {
    case 'project':
      return [PROJECT];
    case 'endpoint':
      return [...endpoints.keys()]
        .filter((id) => endpointId === null || id === endpointId)
        .map((id) => ({ series: id, endpointId: id, replicaId: null }));
    case 'replica':
      return [];
  }
};

const PROJECT: Series = { series: 'project', endpointId: null, replicaId: null };

const seriesOf = (
  { scope, endpointId: wanted }: AlertRule,
  endpointId: string | null,
  replicaId: string | null,
): Series | null => {
  if (scope === 'project') return PROJECT;
  if (endpointId === null || (wanted !== null && endpointId !== wanted)) return null;
  if (scope === 'endpoint') return { series: endpointId, endpointId, replicaId: null };
  return replicaId === null ? null : { series: replicaId, endpointId, replicaId };
};
