export interface MetricDefinition {
  readonly name: string;
  /** Names of the same thing in other versions of the engine. */
  readonly aliases: readonly string[];
  /** A counter is used as its rate; of a histogram, its quantiles and its mean are shown, and no rule stands on it. */
  readonly kind: 'gauge' | 'counter' | 'histogram';
  /** How replicas add up to the endpoint's value; of a histogram: its buckets. */
  readonly aggregation: 'sum' | 'average' | 'max';
  readonly help: string;
  /** `node`: measured around the replica by the node's agent, not by its engine. */
  readonly source: 'engine' | 'node';
}

type Aggregation = MetricDefinition['aggregation'];

export const gauge = (
  name: string,
  aggregation: Aggregation,
  help: string,
  aliases: readonly string[] = [],
): MetricDefinition => ({ name, aliases, kind: 'gauge', aggregation, help, source: 'engine' });

export const counter = (name: string, help: string, aliases: readonly string[] = []): MetricDefinition => ({
  name,
  aliases,
  kind: 'counter',
  aggregation: 'sum',
  help,
  source: 'engine',
});

export const histogram = (name: string, help: string, aliases: readonly string[] = []): MetricDefinition => ({
  ...counter(name, help, aliases),
  kind: 'histogram',
});

const ofNode = (name: string, aggregation: Aggregation, help: string): MetricDefinition => ({
  ...gauge(name, aggregation, help),
  source: 'node',
});

/** What is measured around a replica, whatever its engine tells of itself. A GPU that replicas share is told to each of them as a whole. */
export const NODE_METRICS: readonly MetricDefinition[] = [
  ofNode('GPUUtilization', 'average', 'How busy its GPUs are, in percent.'),
  ofNode('GPUMemoryUtilization', 'average', 'How full the memory of its GPUs is, in percent.'),
  ofNode('GPUMemoryUsed', 'sum', 'Memory used on its GPUs, in MB.'),
  ofNode('CPUUtilization', 'average', 'How busy its share of the CPU is, in percent.'),
  ofNode('MemoryUtilization', 'average', 'How full its share of the memory is, in percent.'),
  ofNode('DiskUtilization', 'max', 'How full its disk is, in percent.'),
];
