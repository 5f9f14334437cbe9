import type { Api } from './api.ts';
import { valueText } from './metrics.ts';
import { asked, listed } from './pages.ts';
import { type Row, shown, table } from './table.ts';

type Value = Readonly<{ metric: string; endpointId: string | null; value: number | null; at: string }>;
type Page = Readonly<{ items: readonly Value[]; nextCursor: string | null }>;
type Endpoint = Readonly<{ id: string; name: string; state: string }>;

/** The columns, by the metrics that they show. */
const COLUMNS = [
  ['ready_replicas', 'READY', 'replicas'],
  ['desired_replicas', 'WANTED', 'replicas'],
  ['requests_per_second', 'CALLS', 'requests_per_second'],
  ['error_ratio', 'ERRORS', 'ratio'],
  ['latency_p95_seconds', 'P95', 'seconds'],
  ['ttft_p95_seconds', 'FIRST P95', 'seconds'],
  ['in_flight', 'BUSY', 'requests'],
  ['queue_depth', 'QUEUE', 'requests'],
  ['completion_tokens_per_second', 'TOKENS', 'tokens_per_second'],
  ['gpu_utilization_ratio', 'GPU', 'ratio'],
  ['cpu_cores', 'CORES', 'cores'],
  ['memory_bytes', 'MEMORY', 'bytes'],
  ['cost_usd_per_hour', 'AN HOUR', 'usd_per_hour'],
] as const;
const NAMES = COLUMNS.map(([name]) => name);
export const SORTS = ['name', 'calls', 'busy', 'queue', 'gpu', 'memory', 'cost'] as const;
export type Sort = (typeof SORTS)[number];
const SORTED_BY: Readonly<Record<Sort, (typeof NAMES)[number] | null>> = {
  name: null,
  calls: 'requests_per_second',
  busy: 'in_flight',
  queue: 'queue_depth',
  gpu: 'gpu_utilization_ratio',
  memory: 'memory_bytes',
  cost: 'cost_usd_per_hour',
};

const MOST_ENDPOINTS = 1000;

export type Top = Readonly<{
  at: string | null;
  endpoints: readonly (Endpoint & Readonly<{ metrics: Readonly<Record<string, number | null>> }>)[];
}>;

/** What every endpoint of the project does now, over the last window. */
export const top = async (
  api: Api,
  { sort, window }: Readonly<{ sort: Sort; window: string }>,
): Promise<Top> => {
  const [endpoints, values] = await Promise.all([
    listed<Endpoint>(api, '/v1/endpoints', {}, MOST_ENDPOINTS),
    allValues(api, window),
  ]);
  const byEndpoint = Map.groupBy(values, ({ endpointId }) => endpointId);
  const key = SORTED_BY[sort];
  const all = endpoints.map(({ id, name, state }) => ({
    id,
    name,
    state,
    metrics: Object.fromEntries((byEndpoint.get(id) ?? []).map(({ metric, value }) => [metric, value])),
  }));
  return {
    at: values[0]?.at ?? null,
    endpoints: all.sort((a, b) =>
      key === null
        ? a.name.localeCompare(b.name)
        : (b.metrics[key] ?? -1) - (a.metrics[key] ?? -1) || a.name.localeCompare(b.name),
    ),
  };
};

const allValues = async (api: Api, window: string): Promise<Value[]> => {
  const all: Value[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { names: NAMES.join(','), window, scope: 'endpoint', cursor };
    const page: Page = await api.call('GET', asked('/v1/metric-values', query));
    all.push(...page.items);
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
};

export const topText = ({ at, endpoints }: Top): string => {
  if (endpoints.length === 0) return 'There is no endpoint in this project.\n';
  const rows = endpoints.map(({ name, state, metrics }): Row => [
    shown(name),
    state,
    ...COLUMNS.map(([metric, , unit]) => valueText(metrics[metric] ?? null, unit)),
  ]);
  return `${at ?? 'Nothing is measured yet.'}\n${table(['ENDPOINT', 'STATE', ...COLUMNS.map(([, title]) => title)], rows)}`;
};
