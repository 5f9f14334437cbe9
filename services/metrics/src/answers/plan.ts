import {
  type FieldProblem,
  METRIC_LIMITS,
  METRIC_STEPS,
  type Metric,
  metricNamed,
} from '@tidegate/contracts';
import { baseOf } from '../keeping/levels.ts';
import type { Stretch } from './assemble.ts';

export type Span = Readonly<{ fromUs: number; untilUs: number; stepSeconds: number | null }>;
export type Plan = Stretch & Readonly<{ baseSeconds: number }>;

/** Steps that make a good chart. */
const NICE_SECONDS = [10, 30, 60, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400];
const POINTS_OF_A_CHART = 400;
const S = 1e6;

/** Steps of UTC over a time that has been, or what is wrong with it. A step that is not kept so long becomes a coarser one. */
export const planned = (span: Span, nowUs: number): Plan | FieldProblem => {
  const untilUs = Math.min(span.untilUs, nowUs);
  const problem = problemOf(span, untilUs);
  if (problem) return problem;
  const time = { fromUs: span.fromUs, untilUs, ageSeconds: (nowUs - span.fromUs) / S };
  const plans = stepsFor(span)
    .map((stepSeconds) => planWith(stepSeconds, time))
    .filter((plan) => plan !== null);
  const plan =
    span.stepSeconds === null ? plans.find((each) => pointsOf(each) <= POINTS_OF_A_CHART) : plans[0];
  return plan ? (tooLong(plan) ?? plan) : { pointer: '?from', message: TOO_LONG_AGO };
};

const TOO_LONG_AGO = `is longer ago than anything is kept: ${String(METRIC_LIMITS.days)} days`;

const problemOf = ({ fromUs, stepSeconds }: Span, untilUs: number): FieldProblem | null => {
  if (fromUs >= untilUs) return { pointer: '?from', message: 'must be before until, and in the past' };
  if (untilUs - fromUs > METRIC_LIMITS.days * 86_400 * S)
    return { pointer: '?from', message: `must be at most ${String(METRIC_LIMITS.days)} days before until` };
  return stepSeconds !== null && baseOf(stepSeconds, 0) === null
    ? { pointer: '?step', message: `must be a multiple of a kept step: ${KEPT}` }
    : null;
};

/** The wanted one before those that are kept for longer. */
const stepsFor = ({ stepSeconds }: Span): readonly number[] =>
  stepSeconds === null ? NICE_SECONDS : [stepSeconds, ...coarserThan(stepSeconds)];

const KEPT = METRIC_STEPS.map(({ seconds }) => `${String(seconds)}s`).join(', ') + ', at most 24 of one';

export const pointsOf = ({ fromUs, untilUs, stepUs }: Stretch): number => (untilUs - fromUs) / stepUs;

const coarserThan = (seconds: number): number[] =>
  METRIC_STEPS.map((step) => step.seconds).filter((each) => each > seconds);

const planWith = (
  stepSeconds: number,
  { fromUs, untilUs, ageSeconds }: Readonly<{ fromUs: number; untilUs: number; ageSeconds: number }>,
): Plan | null => {
  const baseSeconds = baseOf(stepSeconds, ageSeconds);
  const stepUs = stepSeconds * S;
  return baseSeconds === null
    ? null
    : {
        fromUs: fromUs - (fromUs % stepUs),
        untilUs: Math.ceil(untilUs / stepUs) * stepUs,
        stepUs,
        baseSeconds,
      };
};

const tooLong = (plan: Plan): FieldProblem | null =>
  pointsOf(plan) > METRIC_LIMITS.points
    ? {
        pointer: '?step',
        message: `makes ${String(pointsOf(plan))} points: at most ${String(METRIC_LIMITS.points)} are told, so take a longer step or a shorter time`,
      }
    : null;

export type Scope = Metric['scopes'][number];

/** The metrics of these names, or what is wrong with one. */
export const metricsNamed = (names: readonly string[], scope: Scope): Metric[] | FieldProblem => {
  const metrics: Metric[] = [];
  for (const name of names) {
    const metric = metricNamed(name);
    if (!metric)
      return {
        pointer: '?names',
        message: `has ${JSON.stringify(name)}, which no metric is called: see /v1/metric-names`,
      };
    if (!metric.scopes.includes(scope))
      return {
        pointer: '?names',
        message: `has ${name}, which is not told of a ${scope}, but of: ${metric.scopes.join(', ')}`,
      };
    metrics.push(metric);
  }
  return metrics;
};

/** A window that ends with what is kept, or where it would have to if all were well. */
export const windowOf = (windowSeconds: number, keptUntilUs: number, nowUs: number): Plan => {
  const lateUs = 30 * S;
  const untilUs =
    keptUntilUs >= nowUs - lateUs ? keptUntilUs : nowUs - lateUs - ((nowUs - lateUs) % (10 * S));
  const baseSeconds = METRIC_STEPS.find(({ seconds }) => windowSeconds / seconds <= 60)?.seconds ?? 3600;
  const stepUs = baseSeconds * S;
  const fromUs = untilUs - windowSeconds * S;
  return { fromUs: fromUs - (fromUs % stepUs), untilUs, stepUs, baseSeconds };
};
