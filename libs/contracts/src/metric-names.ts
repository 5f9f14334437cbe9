/** Whose number it is. */
export const METRIC_SCOPES = ['endpoint', 'replica', 'project'] as const;
export type MetricScope = (typeof METRIC_SCOPES)[number];

/**
 * How a number comes about, and so what it is over a longer time: a `rate` is what was counted ÷ the time, a `ratio` one count ÷
 * another, a `quantile` that of all measured together, a `count` what was counted; a `gauge` is the mean of what was seen.
 */
export type MetricKind = 'rate' | 'ratio' | 'quantile' | 'count' | 'gauge';

export const METRIC_UNITS = [
  'requests_per_second',
  'tokens_per_second',
  'ratio',
  'seconds',
  'requests',
  'replicas',
  'restarts',
  'cores',
  'bytes',
  'usd_per_hour',
  'usd',
  'none',
] as const;
export type MetricUnit = (typeof METRIC_UNITS)[number];

export type Metric = Readonly<{
  name: string;
  unit: MetricUnit;
  kind: MetricKind;
  scopes: readonly MetricScope[];
  /** How replicas become their endpoint, and endpoints their project; `merged`: counted together, as if they were one. */
  across: 'sum' | 'average' | 'merged';
  /** What it is while nothing runs and nobody calls; what was not watched is unknown in any case. */
  quiet: 'zero' | 'unknown';
  help: string;
}>;

const EVERYWHERE = METRIC_SCOPES;
const WHOLE = ['endpoint', 'project'] as const;
type Rest = Omit<Metric, 'name' | 'help'>;

const CALLS: Rest = {
  unit: 'requests_per_second',
  kind: 'rate',
  scopes: EVERYWHERE,
  across: 'merged',
  quiet: 'zero',
};
const TIME: Rest = {
  unit: 'seconds',
  kind: 'quantile',
  scopes: EVERYWHERE,
  across: 'merged',
  quiet: 'unknown',
};
const WAIT: Rest = { ...TIME, scopes: WHOLE };
const TOKENS: Rest = { ...CALLS, unit: 'tokens_per_second' };
const REPLICAS: Rest = { unit: 'replicas', kind: 'gauge', scopes: WHOLE, across: 'sum', quiet: 'zero' };
const USE: Rest = { unit: 'ratio', kind: 'gauge', scopes: EVERYWHERE, across: 'average', quiet: 'unknown' };
const HELD: Rest = { ...USE, unit: 'bytes', across: 'sum' };
const COST: Rest = { unit: 'usd', kind: 'gauge', scopes: WHOLE, across: 'sum', quiet: 'unknown' };

const of = (rest: Rest, name: string, help: string): Metric => ({ name, help, ...rest });
const quantiles = (rest: Rest, name: string, what: string): Metric[] =>
  [50, 95, 99].map((percent) =>
    of(
      rest,
      `${name}_p${String(percent)}_seconds`,
      `${what}, of ${String(percent)} % of the requests at most.`,
    ),
  );
const p95 = (rest: Rest, name: string, help: string): Metric => of(rest, `${name}_p95_seconds`, help);

/** Every number that the platform tells of what it runs: charts, alerts and scrapes know them by these names. */
export const METRICS: readonly Metric[] = [
  of(CALLS, 'requests_per_second', 'Requests that ended, refused ones included.'),
  of(CALLS, 'errors_per_second', 'Requests that ended with a status of 500 or more, or were cut.'),
  of(
    { ...CALLS, unit: 'ratio', kind: 'ratio', quiet: 'unknown' },
    'error_ratio',
    'Errors among the requests.',
  ),
  ...quantiles(TIME, 'latency', 'From the head of a request to the end of its answer'),
  ...quantiles(TIME, 'ttft', 'From the head of a request to the first byte of its answer'),
  of({ ...REPLICAS, unit: 'requests', scopes: EVERYWHERE }, 'in_flight', 'Requests that replicas work on.'),
  of({ ...REPLICAS, unit: 'requests' }, 'queue_depth', 'Requests that wait for a replica.'),
  p95(WAIT, 'queue', 'How long requests waited for a free replica, of 95 % at most.'),
  p95(WAIT, 'wake', 'How long requests waited for a replica to wake, of the 95 % at most that waited.'),
  of(TOKENS, 'prompt_tokens_per_second', 'Tokens of prompts, of requests that ended.'),
  of(TOKENS, 'completion_tokens_per_second', 'Tokens of answers, of requests that ended.'),
  of(REPLICAS, 'replicas', 'Replicas that are not stopped.'),
  of(REPLICAS, 'waiting_replicas', 'Replicas without a place yet.'),
  of(REPLICAS, 'starting_replicas', 'Replicas that have a place and are not ready yet.'),
  of(REPLICAS, 'ready_replicas', 'Replicas that take requests.'),
  of(REPLICAS, 'sleeping_replicas', 'Replicas that keep their place and do nothing.'),
  of(REPLICAS, 'draining_replicas', 'Replicas that finish what they have.'),
  of(REPLICAS, 'desired_replicas', 'Replicas that scaling wants.'),
  p95(WAIT, 'cold_start', 'From the wish for a replica until it was ready, of 95 % of the starts at most.'),
  p95(WAIT, 'placing', 'Of a start: until the replica had its place.'),
  p95(WAIT, 'pulling', 'Of a start: from the place until it held its hardware; its image is brought then.'),
  p95(WAIT, 'loading', 'Of a start: from its hardware until it was ready; its weights are loaded then.'),
  of(
    { ...CALLS, unit: 'restarts', kind: 'count', scopes: WHOLE },
    'restarts',
    'Replicas that ended without anybody’s wish.',
  ),
  of(USE, 'gpu_utilization_ratio', 'How busy the GPUs of replicas are.'),
  of(HELD, 'gpu_memory_bytes', 'Memory used on the GPUs of replicas.'),
  of(USE, 'gpu_memory_ratio', 'How full the memory of the GPUs of replicas is.'),
  of({ ...HELD, unit: 'cores' }, 'cpu_cores', 'Processor cores that replicas keep busy.'),
  of(USE, 'cpu_ratio', 'How busy the replicas’ share of processors is.'),
  of(HELD, 'memory_bytes', 'Memory that replicas use.'),
  of(USE, 'memory_ratio', 'How full the replicas’ share of memory is.'),
  of(USE, 'disk_ratio', 'How full the disk of replicas is.'),
  of(
    { ...COST, unit: 'usd_per_hour', quiet: 'zero' },
    'cost_usd_per_hour',
    'What an hour costs as things stand.',
  ),
  of(COST, 'cost_usd_today', 'What was used since midnight UTC costs.'),
];

const BY_NAME: ReadonlyMap<string, Metric> = new Map(METRICS.map((metric) => [metric.name, metric]));

/** What runtimes tell of themselves is known by this and their own name, e.g. `runtime:vllm:num_requests_running`. */
export const RUNTIME_PREFIX = 'runtime:';
const RUNTIME_NAME = /^runtime:[a-zA-Z_:][a-zA-Z0-9_:.-]{0,150}$/;

/** What a name means; undefined: nothing. A counter of a runtime is told as its growth per second. */
export const metricNamed = (name: string): Metric | undefined =>
  BY_NAME.get(name) ??
  (RUNTIME_NAME.test(name)
    ? {
        name,
        unit: 'none',
        kind: 'gauge',
        scopes: ['endpoint', 'replica'],
        across: 'sum',
        quiet: 'unknown',
        help: 'What the runtime tells of itself under this name.',
      }
    : undefined);
