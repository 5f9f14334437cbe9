export type PrometheusFamily = Readonly<{
  name: string;
  type: 'counter' | 'gauge' | 'histogram';
  /** Beside `le`. */
  labels: readonly string[];
  help: string;
}>;

const family = <const Name extends string>(
  type: PrometheusFamily['type'],
  name: Name,
  labels: readonly string[],
  help: string,
): PrometheusFamily & Readonly<{ name: Name }> => ({ type, name, labels, help });

/** The same for a scrape by Prometheus, in the order of the page. */
export const PROMETHEUS_FAMILIES = [
  family(
    'gauge',
    'tidegate_endpoint_info',
    ['endpoint', 'project', 'name'],
    'What an endpoint is called; always 1.',
  ),
  family(
    'counter',
    'tidegate_endpoint_requests_total',
    ['endpoint', 'code'],
    'Requests that ended, by status; 0: none was sent.',
  ),
  family(
    'counter',
    'tidegate_endpoint_errors_total',
    ['endpoint'],
    'Requests that ended with a status of 500 or more, or were cut.',
  ),
  family(
    'histogram',
    'tidegate_endpoint_request_duration_seconds',
    ['endpoint'],
    'From the head of a request to the end of its answer.',
  ),
  family(
    'histogram',
    'tidegate_endpoint_time_to_first_token_seconds',
    ['endpoint'],
    'From the head of a request to the first byte of its answer.',
  ),
  family(
    'histogram',
    'tidegate_endpoint_queue_seconds',
    ['endpoint'],
    'How long requests waited for a free replica.',
  ),
  family(
    'histogram',
    'tidegate_endpoint_wake_seconds',
    ['endpoint'],
    'How long those requests waited that a replica had to wake for.',
  ),
  family(
    'counter',
    'tidegate_endpoint_tokens_total',
    ['endpoint', 'type'],
    'Tokens of requests that ended: `prompt` or `completion`.',
  ),
  family('gauge', 'tidegate_endpoint_inflight_requests', ['endpoint'], 'Requests that replicas work on.'),
  family('gauge', 'tidegate_endpoint_queue_depth', ['endpoint'], 'Requests that wait for a replica.'),
  family(
    'gauge',
    'tidegate_endpoint_replicas',
    ['endpoint', 'state'],
    'Replicas: `waiting`, `starting`, `ready`, `sleeping` or `draining`.',
  ),
  family('gauge', 'tidegate_endpoint_replicas_desired', ['endpoint'], 'Replicas that scaling wants.'),
  family(
    'histogram',
    'tidegate_endpoint_cold_start_seconds',
    ['endpoint'],
    'From the wish for a replica until it was ready.',
  ),
  family(
    'histogram',
    'tidegate_endpoint_start_part_seconds',
    ['endpoint', 'part'],
    'Parts of a start: `placing`, `pulling` or `loading`.',
  ),
  family(
    'counter',
    'tidegate_endpoint_replica_restarts_total',
    ['endpoint'],
    'Replicas that ended without anybody’s wish.',
  ),
  family('gauge', 'tidegate_endpoint_burn_usd_per_hour', ['endpoint'], 'What an hour costs as things stand.'),
  family(
    'gauge',
    'tidegate_endpoint_cost_today_usd',
    ['endpoint'],
    'What was used since midnight UTC costs.',
  ),
  family(
    'gauge',
    'tidegate_replica_inflight_requests',
    ['endpoint', 'replica'],
    'Requests that a replica works on.',
  ),
  family(
    'gauge',
    'tidegate_replica_gpu_utilization_ratio',
    ['endpoint', 'replica'],
    'How busy its GPUs are.',
  ),
  family('gauge', 'tidegate_replica_gpu_memory_bytes', ['endpoint', 'replica'], 'Memory used on its GPUs.'),
  family(
    'gauge',
    'tidegate_replica_cpu_cores',
    ['endpoint', 'replica'],
    'Processor cores that it keeps busy.',
  ),
  family('gauge', 'tidegate_replica_memory_bytes', ['endpoint', 'replica'], 'Memory that it uses.'),
] as const satisfies readonly PrometheusFamily[];
