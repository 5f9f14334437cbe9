import type { NodeStore } from '@tidegate/scheduler/simulated';
import type { Answers } from './answers.ts';
import { MemorySession } from './memory-db.ts';
import type { HeartbeatRow, NodeRow, ReplicaRow, Tables } from './tables.ts';

type Heard = (nodeId: string) => HeartbeatRow | undefined;

/**
 * What is known of nodes, from tables in memory.
 * @param heard a machine's last sign of life: those without any news are not asked for one by one, nor written down
 */
export const nodeStore = (tables: Tables, nowUs: () => number, heard: Heard): NodeStore => {
  const on = (nodeId: string): ReplicaRow[] =>
    [...tables.replicas.values()].filter((row) => row.nodeId === nodeId);
  const signs = (nodeId: string): HeartbeatRow[] =>
    [tables.heartbeats.get(nodeId), heard(nodeId)].filter((sign) => sign !== undefined);
  const provenUs = (nodeId: string, bootId: string): number =>
    Math.max(0, ...signs(nodeId).map((sign) => (sign.bootId === bootId ? sign.monotonicUs : 0)));
  const aliveUs = ({ nodeId, bootId, clockOffsetUs, registeredAtUs }: NodeRow): number =>
    Math.max(registeredAtUs, clockOffsetUs + provenUs(nodeId, bootId));
  const store: Answers<NodeStore> = {
    known: (nodeId) => Promise.resolve(tables.nodes.get(nodeId)),
    sawAlive({ nodeId, bootId }, proven) {
      const before = tables.heartbeats.get(nodeId) ?? { bootId, monotonicUs: 0 };
      const proof = proven === null ? before : { bootId, monotonicUs: proven };
      tables.heartbeats.set(new MemorySession(), nodeId, { ...proof, atUs: nowUs() });
      return Promise.resolve();
    },
    heartbeats: () =>
      Promise.resolve(
        [...tables.nodes.values()].map((row) => {
          const { nodeId, state, registeredAtUs } = row;
          const atUs = Math.max(registeredAtUs, ...signs(nodeId).map((sign) => sign.atUs));
          return { nodeId, state, silentUs: nowUs() - atUs, lastAliveUs: aliveUs(row) };
        }),
      ),
    lastAliveUs(nodeId) {
      const row = tables.nodes.get(nodeId);
      return Promise.resolve(row && aliveUs(row));
    },
    openReplicas: (nodeId, how) =>
      Promise.resolve(
        (how?.isGone === true && tables.nodes.get(nodeId)?.state === 'ready' ? [] : on(nodeId)).map(
          ({ id, gpuIndices, startedAtUs }) => ({
            id,
            nodeId,
            gpuIndices,
            started: startedAtUs !== null,
          }),
        ),
      ),
    removedInUse: () => {
      const homeless = [...tables.replicas.values()].flatMap(({ nodeId }) =>
        nodeId !== null && !tables.nodes.get(nodeId) ? [nodeId] : [],
      );
      return Promise.resolve(
        [...new Set(homeless)].map((nodeId) => {
          const bootId = signs(nodeId).at(-1)?.bootId ?? null;
          return { nodeId, bootId, monotonicUs: bootId === null ? 0 : provenUs(nodeId, bootId) };
        }),
      );
    },
    forgetRemoved: () => Promise.resolve(),
    desired: (nodeId) =>
      Promise.resolve(
        on(nodeId)
          .filter((row) => row.sleeps || tables.released(row) === undefined)
          .toSorted((a, b) => (a.placedAtUs ?? 0) - (b.placedAtUs ?? 0) || (a.id < b.id ? -1 : 1))
          .flatMap((row) => desiredRow(tables, row)),
      ),
    released: (nodeId) =>
      Promise.resolve(
        on(nodeId).flatMap((row) => {
          const asleep = row.state === 'asleep' ? (row.stopCause ?? 'scaled_down') : undefined;
          const cause = tables.released(row) ?? asleep;
          return cause === undefined ? [] : [{ id: row.id, started: row.startedAtUs !== null, cause }];
        }),
      ),
    stopCauses: (replicaIds) =>
      Promise.resolve(
        Object.fromEntries(
          replicaIds.map((id) => [
            id,
            tables.replica(id)?.stopCause ?? tables.releases.get(id)?.cause ?? ('orphaned' as const),
          ]),
        ),
      ),
  };
  return store as NodeStore;
};

const desiredRow = (tables: Tables, row: ReplicaRow): Awaited<ReturnType<NodeStore['desired']>> => {
  const { id, endpointId, projectId, revision, gpuIndices, wakes } = row;
  const spec = tables.spec(endpointId, revision);
  const asleep = row.state === 'asleep' || tables.released(row) !== undefined;
  const whose = { replicaId: id, endpointId, projectId, revision };
  return spec ? [{ ...whose, gpuIndices, wakes, asleep, spec, traceparent: null }] : [];
};
