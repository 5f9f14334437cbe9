import {
  type AnswerOf,
  METRICS,
  METRIC_SCOPES,
  METRIC_UNITS,
  MetricSeries,
  MetricValue,
  type metricQuestions,
} from '@tidegate/contracts';
import { z } from 'zod';

export const SeriesView = z.object({
  /** Of the first step. Steps are whole ones of UTC. */
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  /** It may be longer than what was asked for: what is long ago is kept in longer steps only. */
  stepSeconds: z.int(),
  /** Each with one value for each step, the first that of `from`; null: not known, and never to be read as 0. */
  series: z.array(MetricSeries),
});
export type SeriesView = z.infer<typeof SeriesView>;

export const ValueView = MetricValue.omit({ key: true, atUs: true }).extend({
  metric: z.string(),
  /** The end of the window. */
  at: z.iso.datetime(),
});
export const ValuePage = z.object({ items: z.array(ValueView), nextCursor: z.string().nullable() });
export type ValuePage = z.infer<typeof ValuePage>;

export const MetricNameView = z.object({
  name: z.string(),
  unit: z.enum(METRIC_UNITS),
  kind: z.enum(['rate', 'ratio', 'quantile', 'count', 'gauge']),
  scopes: z.array(z.enum(METRIC_SCOPES)),
  help: z.string(),
});
export const MetricNames = z.object({ items: z.array(MetricNameView), nextCursor: z.null() });
export type MetricNames = z.infer<typeof MetricNames>;

const isoOf = (us: number): string => new Date(us / 1000).toISOString();

export const seriesView = ({
  fromUs,
  untilUs,
  ...rest
}: AnswerOf<typeof metricQuestions.series>): SeriesView => ({
  from: isoOf(fromUs),
  until: isoOf(untilUs),
  ...rest,
});

export const valuePage = ({ items, nextCursor }: AnswerOf<typeof metricQuestions.values>): ValuePage => ({
  items: items.map(({ key, atUs, ...rest }) => ({ metric: key, ...rest, at: isoOf(atUs) })),
  nextCursor,
});

/** There are few, and each page has all of them. */
export const METRIC_NAMES: MetricNames = {
  items: METRICS.map(({ name, unit, kind, scopes, help }) => ({
    name,
    unit,
    kind,
    scopes: [...scopes],
    help,
  })),
  nextCursor: null,
};
