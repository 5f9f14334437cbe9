import { z } from 'zod';
import { EndpointId, ProjectId, ReplicaId } from './ids.ts';
import { METRIC_SCOPES, METRIC_UNITS } from './metric-names.ts';
import type { Question } from './questions.ts';

export const METRIC_LIMITS = {
  names: 32,
  /** Of one series, and of all series of an answer. */
  points: 2000,
  answerPoints: 20_000,
  /** Series by replica that an answer tells of, the newest replicas first. */
  replicas: 64,
  asks: 100,
  /** Of all asks together, on one page. */
  values: 500,
  windowSeconds: 86_400,
  /** Over all of it, numbers by the hour are kept. */
  days: 400,
} as const;

/** Steps in which numbers are kept, and for how long each. A coarser step is exactly the finer ones together. */
export const METRIC_STEPS = [
  { seconds: 10, keepSeconds: 6 * 3600 },
  { seconds: 60, keepSeconds: 3 * 86_400 },
  { seconds: 600, keepSeconds: 30 * 86_400 },
  { seconds: 3600, keepSeconds: 400 * 86_400 },
] as const;

/** What becomes of the steps of a window; of a rate, a ratio and a quantile `avg` is that of the whole window. */
export const METRIC_AGGREGATES = ['avg', 'max', 'min', 'sum', 'last', 'p50', 'p95', 'p99'] as const;
export const MetricAggregate = z.enum(METRIC_AGGREGATES);
export type MetricAggregate = z.infer<typeof MetricAggregate>;

/** A name of METRICS, or `runtime:` and a runtime’s own. */
const Name = z.string().max(200);

export const MetricSeries = z.object({
  metric: Name,
  unit: z.enum(METRIC_UNITS),
  /** Null: the whole project. */
  endpointId: EndpointId.nullable(),
  replicaId: ReplicaId.nullable(),
  /** One for each step from `fromUs` on. Null: not known, and never to be read as 0. */
  values: z.array(z.number().nullable()),
});
export type MetricSeries = z.infer<typeof MetricSeries>;

export const MetricSeriesAnswer = z.object({
  /** Of the first step; all steps are whole ones of UTC. */
  fromUs: z.int(),
  untilUs: z.int(),
  stepSeconds: z.int(),
  series: z.array(MetricSeries),
});
export type MetricSeriesAnswer = z.infer<typeof MetricSeriesAnswer>;

export const MetricAsk = z.object({
  /** By which its values are found in the answer. */
  key: z.string().max(200),
  projectId: ProjectId,
  /** Null: each endpoint of the project, or with the scope `project` all of them together. */
  endpointId: EndpointId.nullable(),
  scope: z.enum(METRIC_SCOPES),
  metric: Name,
  aggregate: MetricAggregate,
  windowSeconds: z.int().min(10).max(METRIC_LIMITS.windowSeconds),
});
export type MetricAsk = z.infer<typeof MetricAsk>;

export const MetricValue = z.object({
  key: z.string(),
  endpointId: EndpointId.nullable(),
  replicaId: ReplicaId.nullable(),
  /** Null: not known over the whole window. */
  value: z.number().nullable(),
  /** The end of the window: numbers are told some 15 s after they were measured. */
  atUs: z.int(),
});
export type MetricValue = z.infer<typeof MetricValue>;

const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
): Question<Name, Ask, Answer> => ({ name, ask, answer });

export const metricQuestions = {
  /** What charts show. Refused with `request.invalid`: which name or time is wrong, and why. */
  series: question(
    'metrics.series',
    z.object({
      projectId: ProjectId,
      /** Null: the whole project. */
      endpointId: EndpointId.nullable(),
      replicaId: ReplicaId.nullable(),
      /** Each replica that there was in this time by itself; without `replicaId`. */
      perReplica: z.boolean().default(false),
      names: z.array(Name).min(1).max(METRIC_LIMITS.names),
      fromUs: z.int().min(0),
      untilUs: z.int().min(0),
      /** A multiple of a kept step; null: the one that makes a good chart. */
      stepSeconds: z.int().min(10).max(86_400).nullable(),
    }),
    MetricSeriesAnswer,
  ),
  /** One value for each series of each ask, in the order of the asks. An ask for an unknown metric has no values. */
  values: question(
    'metrics.values',
    z.object({ asks: z.array(MetricAsk).max(METRIC_LIMITS.asks), cursor: z.string().max(500).nullable() }),
    z.object({ items: z.array(MetricValue).max(METRIC_LIMITS.values), nextCursor: z.string().nullable() }),
  ),
  /** A page of Prometheus’ text format; the pages together are one scrape. Null: of all projects. */
  exposition: question(
    'metrics.exposition',
    z.object({ projectId: ProjectId.nullable(), cursor: z.string().max(200).nullable() }),
    z.object({ text: z.string(), nextCursor: z.string().nullable() }),
  ),
} as const;
