import {
  type AskOf,
  type FieldProblem,
  METRIC_LIMITS,
  type MetricAggregate,
  type MetricScope,
  type metricQuestions,
  metricNamed,
  refuse,
} from '@tidegate/contracts';

export const MOMENT_OR_AGE =
  /^(?:\d{1,6}[smhd]|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))$/;
export const SECONDS_OR_LENGTH = /^\d{1,6}[smhd]?$/;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export const secondsOf = (text: string): number => parseInt(text, 10) * (SECONDS[text.at(-1) ?? ''] ?? 1);

const refused = (problem: FieldProblem): never => refuse('request.invalid', { count: 1 }, [problem]);

/** @throws Refusal request.invalid for a moment that no calendar has */
const momentUs = (pointer: string, text: string, nowUs: number): number => {
  if (/^\d+[smhd]$/.test(text)) return Math.max(0, nowUs - secondsOf(text) * 1e6);
  const atMs = Date.parse(text);
  return atMs >= 0 && atMs < Date.UTC(2200, 0)
    ? atMs * 1000
    : refused({ pointer, message: 'must be a real time between the years 1970 and 2200' });
};

const within = (pointer: string, text: string, [least, most]: readonly [number, number]): number => {
  const seconds = secondsOf(text);
  return seconds >= least && seconds <= most
    ? seconds
    : refused({ pointer, message: `must be from ${String(least)}s to ${String(most)}s` });
};

const LONGEST_STEP = 86_400;

type Series = AskOf<typeof metricQuestions.series>;
type Wanted = Readonly<{
  names: string[];
  from: string;
  until?: string | undefined;
  step?: string | undefined;
  replica?: string | undefined;
  perReplica?: 'true' | 'false';
}>;

/** @throws Refusal request.invalid naming the parameter */
export const seriesAskOf = (
  wanted: Wanted,
  whose: Pick<Series, 'projectId' | 'endpointId'>,
  nowUs: number,
): Series => {
  if (wanted.replica !== undefined && wanted.perReplica === 'true')
    refused({ pointer: '?perReplica', message: 'goes without replica: that asks for one' });
  return {
    ...whose,
    replicaId: wanted.replica ?? null,
    perReplica: wanted.perReplica === 'true',
    names: wanted.names,
    fromUs: momentUs('?from', wanted.from, nowUs),
    untilUs: wanted.until === undefined ? nowUs : momentUs('?until', wanted.until, nowUs),
    stepSeconds: wanted.step === undefined ? null : within('?step', wanted.step, [10, LONGEST_STEP]),
  };
};

type WantedValues = Readonly<{
  names: readonly string[];
  window: string;
  aggregate: MetricAggregate;
  scope: MetricScope;
  cursor?: string | undefined;
}>;

/** @throws Refusal request.invalid naming the parameter */
export const valuesAskOf = (
  { names, window, aggregate, scope, cursor }: WantedValues,
  whose: Pick<Series, 'projectId' | 'endpointId'>,
): AskOf<typeof metricQuestions.values> => {
  const windowSeconds = within('?window', window, [10, METRIC_LIMITS.windowSeconds]);
  for (const name of names) {
    const metric = metricNamed(name);
    if (!metric)
      refused({
        pointer: '?names',
        message: `has ${JSON.stringify(name)}, which no metric is called: see /v1/metric-names`,
      });
    else if (!metric.scopes.includes(scope))
      refused({
        pointer: '?names',
        message: `has ${name}, which is not told of each ${scope}, but of: ${metric.scopes.join(', ')}`,
      });
  }
  return {
    asks: names.map((metric) => ({ key: metric, ...whose, scope, metric, aggregate, windowSeconds })),
    cursor: cursor ?? null,
  };
};
