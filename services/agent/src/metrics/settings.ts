/** How replicas are measured. */
export type MetricSettings = Readonly<{
  /** Each replica is measured so often. */
  everyMs: number;
}>;

export const METRIC_SETTINGS = Symbol('metric settings');

export const METRIC_DEFAULTS: MetricSettings = { everyMs: 2000 };
