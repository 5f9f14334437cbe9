import type { WatchChange, components } from '@tidegate/sdk';

export type Endpoint = components['schemas']['Endpoint'];
export type List = Readonly<{ items: readonly Endpoint[]; hasMore: boolean }>;
type Change = Pick<WatchChange, 'type' | 'endpointId' | 'endpoint'>;

/** The list after what changed, in its order; the same object when nothing in it did. */
export const patched = (list: List, changes: readonly Change[]): List => {
  const latest = new Map<string, Endpoint | null>();
  for (const { type, endpointId, endpoint } of changes) {
    if (endpoint && endpoint.state !== 'deleted') latest.set(endpoint.id, endpoint);
    else if (endpointId !== null && (endpoint || type === 'EndpointDeleted')) latest.set(endpointId, null);
  }
  if (latest.size === 0) return list;
  const kept = list.items.flatMap((item) => {
    const now = latest.get(item.id);
    latest.delete(item.id);
    return now === undefined ? [item] : now === null ? [] : [now];
  });
  const added = [...latest.values()].filter((endpoint) => endpoint !== null);
  return { ...list, items: [...kept, ...added] };
};

/** What is measured of an endpoint now; what is not known is left out. */
export type Numbers = Readonly<Partial<Record<Metric, number>>>;
export const METRICS = [
  'requests_per_second',
  'in_flight',
  'latency_p95_seconds',
  'ttft_p95_seconds',
  'cost_usd_per_hour',
  'cost_usd_today',
] as const;
export type Metric = (typeof METRICS)[number];

type Value = Readonly<{ endpointId: string | null; metric: string; value: number | null }>;

export const numbersOf = (values: readonly Value[]): ReadonlyMap<string, Numbers> => {
  const all = new Map<string, Partial<Record<Metric, number>>>();
  for (const { endpointId, metric, value } of values) {
    const known = METRICS.find((name) => name === metric);
    if (endpointId === null || value === null || known === undefined) continue;
    const numbers = all.get(endpointId) ?? {};
    numbers[known] = value;
    all.set(endpointId, numbers);
  }
  return all;
};
