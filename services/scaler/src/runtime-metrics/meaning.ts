import { type MetricDefinition, NODE_METRICS, frameworkOf, metricOf } from '@tidegate/frameworks';

/** What a rule's metric is, and under which names replicas tell it: the present one first. */
export type Meaning = Readonly<{
  names: readonly string[];
  kind: 'gauge' | 'counter';
  aggregation: MetricDefinition['aggregation'];
}>;

/** Two numbers that a histogram is told with, and that only grow. */
const PARTS_OF_HISTOGRAM = /_(?:sum|count)$/;

/**
 * What the catalogue says of a name, be it the present or a former one. One that it does not know, as images of a user's own
 * have them, is a gauge, or a counter when it ends as counters do, and adds up.
 * @returns null for a histogram: no rule stands on it
 */
export const meaningOf = (framework: string, metric: string): Meaning | null => {
  const known = definitionOf(framework, metric);
  if (known?.kind === 'histogram') return null;
  if (known)
    return { names: [known.name, ...known.aliases], kind: known.kind, aggregation: known.aggregation };
  return { names: [metric], kind: isCounter(framework, metric) ? 'counter' : 'gauge', aggregation: 'sum' };
};

const definitionOf = (framework: string, metric: string): MetricDefinition | null => {
  const entry = frameworkOf(framework);
  const known = entry && metricOf(entry, metric);
  return known ?? NODE_METRICS.find(({ name }) => name === metric) ?? null;
};

const isCounter = (framework: string, metric: string): boolean =>
  metric.endsWith('_total') ||
  (PARTS_OF_HISTOGRAM.test(metric) &&
    definitionOf(framework, metric.replace(PARTS_OF_HISTOGRAM, ''))?.kind === 'histogram');
