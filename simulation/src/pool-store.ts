import { type PoolStore, emptyRoom, gpuMilliOf, roomLeft } from '@tidegate/scheduler/simulated';
import { type Answers, by, needsOf } from './answers.ts';
import { fold } from './fold.ts';
import type { NodeRow, ReplicaRow, Tables } from './tables.ts';

const PAST = 512;

const closedBy = ({ state, cordon }: NodeRow): string | null => {
  if (state === 'lost') return 'is lost';
  if (cordon === 'none') return null;
  return cordon === 'cordoned' ? 'is cordoned' : 'is being drained';
};

const offered = (node: NodeRow): Parameters<typeof emptyRoom>[0] => {
  const { nodeId, hostname, driver, labels, taints, zone, capacity } = node;
  return { nodeId, hostname, driver, labels, taints, zone, capacity, closed: closedBy(node), has: [] };
};

/** What a decision reads, from tables in memory: the same questions as in Postgres, and the same answers. */
export const poolStore = (tables: Tables, nowUs: () => number): PoolStore => {
  const open = (cluster: string): ReplicaRow[] =>
    [...tables.replicas.values()].filter((row) => row.cluster === cluster).toSorted(by(({ id }) => id));
  const holding = (row: ReplicaRow) => ({
    id: row.id,
    endpointId: row.endpointId,
    revision: row.revision,
    hardware: row.hardware,
    gpuIndices: row.gpuIndices,
    ...needsOf(tables, row.endpointId, row.revision),
  });
  const store: Answers<PoolStore> = {
    project: (tx, event) => Promise.resolve({ news: fold(tables, tx, event) }),
    lock: (_tx, cluster) => Promise.resolve(tables.pools.get(cluster) ?? 0),
    lockFor: (_tx, endpointId) =>
      Promise.resolve(tables.pools.get(tables.targets.get(endpointId)?.cluster ?? '')),
    clusterOfNode: (_tx, nodeId) => Promise.resolve(tables.nodes.get(nodeId)?.cluster),
    pending: (_tx, cluster) => Promise.resolve(pendingIn(tables, open(cluster), nowUs())),
    heldByProject: (_tx, cluster) => {
      const held = new Map<string, number>();
      for (const { projectId, state, hardware } of open(cluster))
        if (state !== 'pending') held.set(projectId, (held.get(projectId) ?? 0) + gpuMilliOf(hardware));
      return Promise.resolve(held);
    },
    past: (_tx, cluster) =>
      Promise.resolve(
        [...tables.replicas.values(), ...tables.ended.values()]
          .filter((row) => row.cluster === cluster)
          .toSorted(
            by(
              ({ requestedAtUs }) => requestedAtUs,
              ({ id }) => id,
            ),
          )
          .slice(-PAST)
          .map(({ hardware }) => hardware),
      ),
    rooms: (_tx, cluster) => {
      const held = Map.groupBy(open(cluster), ({ nodeId }) => nodeId);
      const claims = [...tables.claims.entries()]
        .filter(([id]) => tables.replicas.get(id)?.state === 'pending')
        .toSorted(by(([, { order }]) => order));
      return Promise.resolve(
        [...tables.nodes.values()]
          .filter((node) => node.cluster === cluster)
          .toSorted(by(({ nodeId }) => nodeId))
          .map((node) => ({
            ...roomLeft(
              emptyRoom(offered(node)),
              (held.get(node.nodeId) ?? []).map((row) => ({
                ...holding(row),
                isDraining: row.state === 'draining' && !row.sleeps,
                sleeps: row.sleeps,
              })),
            ),
            claims: claims.flatMap(([id, { nodeId }]) => {
              const row = tables.replicas.get(id);
              return nodeId === node.nodeId && row ? [holding(row)] : [];
            }),
          })),
      );
    },
    held: (_tx, endpointId) =>
      Promise.resolve(
        [...tables.replicas.values()]
          .filter((row) => row.endpointId === endpointId && row.nodeId !== null)
          .toSorted(by(({ id }) => id))
          .map((row) => ({ ...holding(row), nodeId: row.nodeId ?? '', isReady: row.state === 'ready' })),
      ),
    explainWaits: (tx, waits) => {
      for (const { replicaId, reason } of waits) tables.waits.set(tx, replicaId, reason);
      return Promise.resolve();
    },
    endWaits: (tx, replicaIds) => {
      for (const id of replicaIds) tables.waits.delete(tx, id);
      return Promise.resolve();
    },
  };
  return store as PoolStore;
};

/** A gang whose rest was never asked for is as large as it is. */
const GANG_WAIT_US = 60_000_000;

const pendingIn = (
  tables: Tables,
  open: readonly ReplicaRow[],
  nowUs: number,
): Awaited<ReturnType<PoolStore['pending']>> =>
  open
    .filter(({ state }) => state === 'pending')
    .toSorted(
      by(
        ({ requestedAtUs }) => requestedAtUs,
        ({ id }) => id,
      ),
    )
    .map((row) => {
      const { id, endpointId, projectId, revision, hardware, delayed, gang } = row;
      const part = partInRollout(tables, row);
      const siblingDrains = open.some((one) => one.endpointId === endpointId && one.state === 'draining');
      const isWhole = nowUs - row.requestedAtUs > GANG_WAIT_US;
      return {
        ...{ id, endpointId, projectId, revision, hardware, delayed },
        ...needsOf(tables, endpointId, revision),
        reason: tables.waits.get(id) ?? null,
        // Nothing is traced here.
        traceparent: null,
        isExpected: (part === 'takes over' && delayed) || part === 'returns',
        isInReview: tables.reviews.get(endpointId) !== undefined,
        makesOwnRoom: part !== 'none' && (!delayed || siblingDrains),
        gang: gang && { ...gang, known: isWhole ? gang.size : known(tables, gang.id) },
      };
    });

const partInRollout = (
  tables: Tables,
  { endpointId, revision }: ReplicaRow,
): 'takes over' | 'returns' | 'none' => {
  const rollout = tables.rollouts.get(endpointId);
  if (rollout?.outcome === null && rollout.to === revision) return 'takes over';
  return rollout?.outcome === 'aborted' && rollout.from === revision ? 'returns' : 'none';
};

const known = (tables: Tables, gangId: string): number =>
  [...tables.replicas.values(), ...tables.ended.values()].filter(({ gang }) => gang?.id === gangId).length;
