import { PROMETHEUS_FAMILIES } from '@tidegate/contracts';
import type { Numbers } from '../numbers/numbers.ts';
import { BOUNDS_US, type Times, countOf } from '../numbers/times.ts';
import { PHASES } from '../fleet/replica.ts';

export type Exposed = Readonly<{
  endpointId: string;
  projectId: string;
  name: string;
  desired: number;
  phases: Readonly<Record<(typeof PHASES)[number], number>>;
  totals: Numbers;
  gauges: Numbers['gauges'];
  replicas: readonly Readonly<{ replicaId: string; gauges: Numbers['gauges'] }>[];
}>;

type Name = (typeof PROMETHEUS_FAMILIES)[number]['name'];
type Lines = (name: string, endpoint: Exposed) => string[];

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
const labelsOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}="${escaped(value)}"`)
    .join(',');
const line = (name: string, labels: Readonly<Record<string, string>>, value: number): string =>
  `${name}{${labelsOf(labels)}} ${String(value)}\n`;

const counter =
  (count: string): Lines =>
  (name, { endpointId, totals }) => [line(name, { endpoint: endpointId }, totals.counts[count] ?? 0)];

/** Of what is not known nothing is said: a gauge that stays away is no zero. */
const gauge =
  (metric: string): Lines =>
  (name, { endpointId, gauges }) => {
    const seen = gauges[metric];
    return seen ? [line(name, { endpoint: endpointId }, seen[4])] : [];
  };

const ofReplica =
  (metric: string): Lines =>
  (name, { endpointId, replicas }) =>
    replicas.flatMap(({ replicaId, gauges }) => {
      const seen = gauges[metric];
      return seen ? [line(name, { endpoint: endpointId, replica: replicaId }, seen[4])] : [];
    });

/** Every second bound, each double the one before: a millisecond to 17.5 minutes. */
const EDGES = BOUNDS_US.flatMap((us, bucket) => (bucket % 2 === 0 ? [{ bucket, le: String(us / 1e6) }] : []));

const histogramLines = (name: string, labels: Readonly<Record<string, string>>, times: Times): string[] => {
  let below = 0;
  let from = 0;
  const buckets = EDGES.map(({ bucket, le }) => {
    for (; from <= bucket; from++) below += times.buckets[from] ?? 0;
    return line(`${name}_bucket`, { ...labels, le }, below);
  });
  const count = countOf(times);
  return [
    ...buckets,
    line(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
    line(`${name}_sum`, labels, times.sumUs / 1e6),
    line(`${name}_count`, labels, count),
  ];
};

const histogram =
  (what: string, more: Readonly<Record<string, string>> = {}): Lines =>
  (name, { endpointId, totals }) => {
    const times = totals.times[what];
    return times ? histogramLines(name, { endpoint: endpointId, ...more }, times) : [];
  };

const CODE = /^code:(\d{1,3})$/;
const byCode: Lines = (name, { endpointId, totals }) =>
  Object.entries(totals.counts).flatMap(([count, value]) => {
    const code = CODE.exec(count)?.[1];
    return code === undefined ? [] : [line(name, { endpoint: endpointId, code }, value)];
  });

const LINES: Readonly<Record<Name, Lines>> = {
  tidegate_endpoint_info: (name, { endpointId, projectId, name: called }) => [
    line(name, { endpoint: endpointId, project: projectId, name: called }, 1),
  ],
  tidegate_endpoint_requests_total: byCode,
  tidegate_endpoint_errors_total: counter('errors'),
  tidegate_endpoint_request_duration_seconds: histogram('latency'),
  tidegate_endpoint_time_to_first_token_seconds: histogram('ttft'),
  tidegate_endpoint_queue_seconds: histogram('queue'),
  tidegate_endpoint_wake_seconds: histogram('wake'),
  tidegate_endpoint_tokens_total: (name, { endpointId, totals }) =>
    ['prompt', 'completion'].map((type) =>
      line(name, { endpoint: endpointId, type }, totals.counts[`${type}_tokens`] ?? 0),
    ),
  tidegate_endpoint_inflight_requests: gauge('in_flight'),
  tidegate_endpoint_queue_depth: gauge('queue_depth'),
  tidegate_endpoint_replicas: (name, { endpointId, phases }) =>
    PHASES.map((state) => line(name, { endpoint: endpointId, state }, phases[state])),
  tidegate_endpoint_replicas_desired: (name, { endpointId, desired }) => [
    line(name, { endpoint: endpointId }, desired),
  ],
  tidegate_endpoint_cold_start_seconds: histogram('cold_start'),
  tidegate_endpoint_start_part_seconds: (name, endpoint) =>
    ['placing', 'pulling', 'loading'].flatMap((part) => histogram(part, { part })(name, endpoint)),
  tidegate_endpoint_replica_restarts_total: counter('restarts'),
  tidegate_endpoint_burn_usd_per_hour: gauge('cost_usd_per_hour'),
  tidegate_endpoint_cost_today_usd: gauge('cost_usd_today'),
  tidegate_replica_inflight_requests: ofReplica('in_flight'),
  tidegate_replica_gpu_utilization_ratio: ofReplica('gpu_utilization_ratio'),
  tidegate_replica_gpu_memory_bytes: ofReplica('gpu_memory_bytes'),
  tidegate_replica_cpu_cores: ofReplica('cpu_cores'),
  tidegate_replica_memory_bytes: ofReplica('memory_bytes'),
};

/** Where a page begins: behind an endpoint within a family. That format wants all samples of a family in one group. */
export type PagePlace = Readonly<{ family: number; after: string }>;
export type Part = Readonly<{ text: string; place: PagePlace }>;

/**
 * Parts of a page in order, each of one family and one endpoint. What a family is stands before its first part.
 * @param endpoints in the order of their ids
 */
export function* partsOf(endpoints: readonly Exposed[], from: PagePlace): Generator<Part> {
  for (const [family, { name, type, help }] of PROMETHEUS_FAMILIES.entries()) {
    if (family < from.family) continue;
    const after = family === from.family ? from.after : '';
    let about = after === '' ? `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n` : '';
    for (const endpoint of endpoints) {
      if (endpoint.endpointId <= after) continue;
      yield {
        text: about + LINES[name](name, endpoint).join(''),
        place: { family, after: endpoint.endpointId },
      };
      about = '';
    }
  }
}
