/** How replicas are measured. */
export type MetricSettings = Readonly<{
  nodeId: string;
  /** Each replica is measured so often. */
  everyMs: number;
}>;

export const METRIC_SETTINGS = Symbol('metric settings');

export const METRIC_DEFAULTS: Omit<MetricSettings, 'nodeId'> = { everyMs: 2000 };
