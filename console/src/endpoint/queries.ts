import type { components, operations } from '@tidegate/sdk';
import { unwrap } from '@tidegate/sdk';
import { queryOptions } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api } from '../app/api.ts';

export type Endpoint = components['schemas']['Endpoint'];
export type Replica = components['schemas']['Replica'];
export type PlatformEvent = components['schemas']['Event'];
export type Cost = components['schemas']['Cost'];
type Answer<Operation extends keyof operations, Status extends number> = operations[Operation] extends {
  responses: Record<Status, { content: { 'application/json': infer Body } }>;
}
  ? Body
  : never;
export type Scaling = Answer<'Scaling.why', 200>;
export type Placement = Answer<'Replica.placement', 200>;
export type Replicas = Answer<'Replica.all', 200>;
export type Events = Answer<'History.all', 200>;
export type Metrics = Answer<'Metric.series', 200>;
export type Simulation = Answer<'Scaling.simulate', 200>;

/** What the API has no change for is asked again so often. */
export const POLL_MS = 10_000;

/** The endpoint of the page’s address. */
export const useEndpointId = (): string => {
  const params: Readonly<{ endpointId?: string }> = useParams({ strict: false });
  return params.endpointId ?? '';
};

type Answering = Parameters<typeof unwrap>[0];
/** The client’s own types of answers lose what is read only; these are the document’s. */
export const got = <Body>(answering: Answering): Promise<Body> => unwrap(answering) as Promise<Body>;

const pathOf = (endpointId: string) => ({ params: { path: { endpointId } } });

export const endpointOf = (endpointId: string) =>
  queryOptions({
    queryKey: ['endpoint', endpointId],
    queryFn: () => got<Endpoint>(api.GET('/v1/endpoints/{endpointId}', pathOf(endpointId))),
  });

export const scalingOf = (endpointId: string, decisions = 100) =>
  queryOptions({
    queryKey: ['scaling', endpointId, decisions],
    queryFn: () =>
      got<Scaling>(
        api.GET('/v1/endpoints/{endpointId}/scaling', {
          params: { path: { endpointId }, query: { decisions } },
        }),
      ),
    refetchInterval: POLL_MS,
  });

const REPLICAS = 100;
export const replicasOf = (endpointId: string, stopped = false) =>
  queryOptions({
    queryKey: ['replicas', endpointId, stopped],
    queryFn: () =>
      got<Replicas>(
        api.GET('/v1/endpoints/{endpointId}/replicas', {
          params: { path: { endpointId }, query: { stopped: stopped ? 'true' : 'false', limit: REPLICAS } },
        }),
      ),
  });

export const costOf = (endpointId: string) =>
  queryOptions({
    queryKey: ['cost', endpointId],
    queryFn: () =>
      got<Cost>(
        api.GET('/v1/endpoints/{endpointId}/cost', { params: { path: { endpointId }, query: { limit: 1 } } }),
      ),
    refetchInterval: POLL_MS,
    staleTime: 0,
  });

export type EventFilter = Readonly<{ limit: number; type?: string; since?: string }>;
export const eventsOf = (endpointId: string, filter: EventFilter) =>
  queryOptions({
    queryKey: ['events', endpointId, filter],
    queryFn: () =>
      got<Events>(
        api.GET('/v1/endpoints/{endpointId}/events', { params: { path: { endpointId }, query: filter } }),
      ),
  });

export const placementOf = (endpointId: string, replicaId: string) =>
  queryOptions({
    queryKey: ['replicas', endpointId, 'placement', replicaId],
    queryFn: () =>
      got<Placement>(
        api.GET('/v1/endpoints/{endpointId}/replicas/{replicaId}/placement', {
          params: { path: { endpointId, replicaId } },
        }),
      ),
  });

const SCALING_METRICS = 'desired_replicas,ready_replicas,in_flight,queue_depth';
export const scalingMetricsOf = (endpointId: string, from: string) =>
  queryOptions({
    queryKey: ['metrics', endpointId, 'scaling', from],
    queryFn: () =>
      got<Metrics>(
        api.GET('/v1/endpoints/{endpointId}/metrics', {
          params: { path: { endpointId }, query: { names: SCALING_METRICS, from } },
        }),
      ),
    refetchInterval: POLL_MS,
    staleTime: 0,
    placeholderData: (before) => before,
  });

/** How long the parts of a start took lately, of 95 % of the starts at most. */
const START_METRICS = 'placing_p95_seconds,pulling_p95_seconds,loading_p95_seconds';
export const startMetricsOf = (endpointId: string) =>
  queryOptions({
    queryKey: ['metrics', endpointId, 'starts'],
    queryFn: () =>
      got<Metrics>(
        api.GET('/v1/endpoints/{endpointId}/metrics', {
          params: { path: { endpointId }, query: { names: START_METRICS, from: '24h', step: '1h' } },
        }),
      ),
    refetchInterval: 6 * POLL_MS,
  });

export type Frameworks = Answer<'Catalogue.frameworks', 200>;
export const frameworksOf = queryOptions({
  queryKey: ['frameworks'],
  queryFn: () => got<Frameworks>(api.GET('/v1/frameworks')),
  staleTime: Infinity,
});
export const protocolOf = (
  frameworks: Frameworks | undefined,
  { framework }: Pick<Endpoint, 'framework'>,
): 'openai' | 'kserve-v2' | 'http' | undefined =>
  frameworks?.items.find(({ id }) => id === framework)?.protocol;

export type Request = components['schemas']['Request'];
type Requests = Answer<'Request.all', 200>;
const [RECORD_MS, RECORD_TRIES] = [2_000, 10];
/** One request as the access log tells it, some seconds after its end. */
export const recordOf = (endpointId: string, requestId: string, wanted: boolean) =>
  queryOptions({
    queryKey: ['requests', endpointId, 'one', requestId],
    queryFn: () =>
      got<Requests>(
        api.GET('/v1/endpoints/{endpointId}/requests', {
          params: { path: { endpointId }, query: { request: requestId, limit: 1 } },
        }),
      ).then(({ items }) => items[0] ?? null),
    enabled: wanted,
    refetchInterval: ({ state }) => (state.data || state.dataUpdateCount > RECORD_TRIES ? false : RECORD_MS),
  });
