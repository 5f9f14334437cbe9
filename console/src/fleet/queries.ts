import { unwrap } from '@tidegate/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/api.ts';

/** Money has no events: asked again. */
const BURN_EVERY_MS = 10_000;
export const burn = queryOptions({
  queryKey: ['fleet-burn'],
  queryFn: () => unwrap(api.GET('/v1/billing/burn')),
  refetchInterval: BURN_EVERY_MS,
});

export const nodes = queryOptions({
  queryKey: ['nodes', 'fleet'],
  queryFn: async () => (await unwrap(api.GET('/v1/nodes', { params: { query: { limit: 200 } } }))).items,
});

export const firing = queryOptions({
  queryKey: ['alerts', 'firing'],
  queryFn: async () =>
    (await unwrap(api.GET('/v1/alerts', { params: { query: { limit: 50, state: 'firing' } } }))).items,
});

const TRAFFIC_EVERY_MS = 5_000;
const NAMES = 'requests_per_second,in_flight,error_ratio,latency_p95_seconds';
/** Of the project as a whole, by the names of the metrics. */
export const traffic = queryOptions({
  queryKey: ['fleet-traffic'],
  queryFn: async (): Promise<Readonly<Record<string, number | null>>> => {
    const query = { names: NAMES, scope: 'project' as const };
    const { items } = await unwrap(api.GET('/v1/metric-values', { params: { query } }));
    return Object.fromEntries(items.map(({ metric, value }) => [metric, value]));
  },
  refetchInterval: TRAFFIC_EVERY_MS,
});
