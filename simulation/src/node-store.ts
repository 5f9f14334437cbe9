import type { NodeStore } from '@tidegate/scheduler/simulated';
import type { Answers } from './answers.ts';
import type { ReplicaRow, Tables } from './tables.ts';

type Heard = (nodeId: string) => Readonly<{ atUs: number; monotonicUs: number; bootId: string }> | undefined;

/**
 * What is known of nodes, from tables in memory.
 * @param heard a machine's last sign of life: nobody writes down each of them here
 */
export const nodeStore = (tables: Tables, nowUs: () => number, heard: Heard): NodeStore => {
  const on = (nodeId: string): ReplicaRow[] =>
    [...tables.replicas.values()].filter((row) => row.nodeId === nodeId);
  const aliveUs = (nodeId: string): number | undefined => {
    const [node, last] = [tables.nodes.get(nodeId), heard(nodeId)];
    return node && last?.bootId === node.bootId ? node.clockOffsetUs + last.monotonicUs : undefined;
  };
  const store: Answers<NodeStore> = {
    known: (nodeId) => Promise.resolve(tables.nodes.get(nodeId)),
    sawAlive: () => Promise.resolve(),
    heartbeats: () =>
      Promise.resolve(
        [...tables.nodes.values()].map(({ nodeId, state, registeredAtUs }) => {
          const atUs = heard(nodeId)?.atUs ?? registeredAtUs;
          return { nodeId, state, silentUs: nowUs() - atUs, lastAliveUs: aliveUs(nodeId) ?? atUs };
        }),
      ),
    lastAliveUs: (nodeId) => Promise.resolve(aliveUs(nodeId)),
    openReplicas: (nodeId) =>
      Promise.resolve(
        on(nodeId).map(({ id, gpuIndices, startedAtUs }) => ({
          id,
          nodeId,
          gpuIndices,
          started: startedAtUs !== null,
        })),
      ),
    removedInUse: () => {
      const homeless = [...tables.replicas.values()].flatMap(({ nodeId }) =>
        nodeId !== null && !tables.nodes.get(nodeId) ? [nodeId] : [],
      );
      return Promise.resolve(
        [...new Set(homeless)].map((nodeId) => ({ nodeId, lastAliveUs: heard(nodeId)?.atUs ?? nowUs() })),
      );
    },
    forgetRemoved: () => Promise.resolve(),
    desired: (nodeId) =>
      Promise.resolve(
        on(nodeId)
          .filter(({ id }) => tables.releases.get(id) === undefined)
          .toSorted((a, b) => (a.placedAtUs ?? 0) - (b.placedAtUs ?? 0) || (a.id < b.id ? -1 : 1))
          .flatMap(({ id, endpointId, projectId, revision, gpuIndices }) => {
            const spec = tables.spec(endpointId, revision);
            return spec ? [{ replicaId: id, endpointId, projectId, revision, gpuIndices, spec }] : [];
          }),
      ),
    released: (nodeId) =>
      Promise.resolve(
        on(nodeId).flatMap(({ id }) => {
          const cause = tables.releases.get(id);
          return cause === undefined ? [] : [{ id, cause }];
        }),
      ),
    stopCauses: (replicaIds) =>
      Promise.resolve(
        Object.fromEntries(
          replicaIds.map((id) => [
            id,
            tables.releases.get(id) ?? tables.replica(id)?.stopCause ?? ('orphaned' as const),
          ]),
        ),
      ),
  };
  return store as NodeStore;
};
