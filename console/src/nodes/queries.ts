import { unwrap } from '@tidegate/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/api.ts';

/** Nodes are of the whole platform: the project’s stream says little of them. */
export const EVERY_MS = 5_000;
const MOST = 200;
const LIVE = new Set(['building', 'deploying', 'starting', 'running', 'sleeping', 'waking', 'stopping']);

export const nodePage = (cursor: string | undefined) =>
  unwrap(api.GET('/v1/nodes', { params: { query: { limit: MOST, ...(cursor && { cursor }) } } }));
export type Node = Awaited<ReturnType<typeof nodePage>>['items'][number];

export const nodeOf = (nodeId: string) =>
  queryOptions({
    queryKey: ['nodes', nodeId],
    queryFn: () => unwrap(api.GET('/v1/nodes/{nodeId}', { params: { path: { nodeId } } })),
    refetchInterval: EVERY_MS,
  });

const replicasOf = async ({ id, name }: Readonly<{ id: string; name: string }>) => {
  const { items } = await unwrap(
    api.GET('/v1/endpoints/{endpointId}/replicas', {
      params: { path: { endpointId: id }, query: { limit: MOST } },
    }),
  );
  return items.map((replica) => ({ ...replica, endpointName: name }));
};

/** The replicas of the project’s endpoints that live, wherever they are. */
export const replicasOfProject = (projectId: string | undefined) =>
  queryOptions({
    queryKey: ['nodes', 'replicas', projectId],
    enabled: projectId !== undefined,
    refetchInterval: 2 * EVERY_MS,
    queryFn: async () => {
      const { items } = await unwrap(api.GET('/v1/endpoints', { params: { query: { limit: MOST } } }));
      const lists = await Promise.all(items.filter(({ state }) => LIVE.has(state)).map(replicasOf));
      return lists.flat().filter(({ state }) => state !== 'stopped');
    },
  });
export type PoolReplica = Awaited<ReturnType<typeof replicasOf>>[number];

export const placementOf = ({ id, endpointId }: PoolReplica) =>
  queryOptions({
    queryKey: ['nodes', 'placement', id],
    refetchInterval: EVERY_MS,
    queryFn: () =>
      unwrap(
        api.GET('/v1/endpoints/{endpointId}/replicas/{replicaId}/placement', {
          params: { path: { endpointId, replicaId: id } },
        }),
      ),
  });
