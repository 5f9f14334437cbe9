import { FRAMEWORKS } from '@tidegate/frameworks';
import type { Aggregation } from './replica-metrics.ts';

/** By every name that a framework's metric has, or had in another version. */
const KNOWN: ReadonlyMap<string, Aggregation> = new Map(
  FRAMEWORKS.flatMap(({ metrics }) =>
    metrics.flatMap(({ name, aliases, aggregation }) =>
      [name, ...aliases].map((each) => [each, aggregation] as const),
    ),
  ),
);

/** How the catalogue says that a metric adds up; null: it does not know the metric. */
export const knownAggregation = (name: string): Aggregation | null => KNOWN.get(name) ?? null;
