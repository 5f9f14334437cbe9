import { LIVE_STATES, type ReplicaStore } from '@tidegate/scheduler/simulated';
import { type Answers, by, needsOf } from './answers.ts';
import { type ReplicaRow, type Tables, templateKey } from './tables.ts';

export const replicaStore = (tables: Tables, nowUs: () => number): ReplicaStore => {
  const store: Answers<ReplicaStore> = {
    situation: (_tx, endpointId) => Promise.resolve(situationOf(tables, endpointId)),
    waitingInRollouts: () =>
      Promise.resolve(
        [...new Set([...tables.replicas.values()].flatMap((row) => waitsInRollout(tables, row)))]
          .toSorted()
          .map((endpointId) => ({ endpointId })),
      ),
    clustersWithPending: () => {
      const pending = [...tables.replicas.values()].filter(({ state }) => state === 'pending');
      return Promise.resolve(
        [...new Set(pending.map(({ cluster }) => cluster))].map((cluster) => ({ cluster })),
      );
    },
    lifeOf: (_tx, replicaId) => {
      const row = tables.replica(replicaId);
      return Promise.resolve({
        readyAtUs: row?.readyAtUs ?? null,
        drained: (row?.drainingAtUs ?? null) !== null,
      });
    },
    draining: () =>
      Promise.resolve(
        [...tables.replicas.values()]
          .filter(({ id, state }) => state === 'draining' && tables.releases.get(id) === undefined)
          .toSorted(
            by(
              ({ drainingAtUs }) => drainingAtUs ?? 0,
              ({ id }) => id,
            ),
          )
          .map(({ id, endpointId, drainingPosition, drainingAtUs, nodeId, stopCause }) => ({
            id,
            drainingPosition: drainingPosition ?? 0,
            drainTimeoutUs: (tables.targets.get(endpointId)?.drainTimeoutSeconds ?? 600) * 1_000_000,
            drainingForUs: nowUs() - (drainingAtUs ?? 0),
            nodeId,
            cause: stopCause ?? 'orphaned',
          })),
      ),
    release: (tx, replicaId, cause) => {
      if (tables.releases.get(replicaId) === undefined) tables.releases.set(tx, replicaId, cause);
      return Promise.resolve(tables.replica(replicaId)?.nodeId ?? null);
    },
    forget: (tx, replicaId) => {
      tables.waits.delete(tx, replicaId);
      tables.claims.delete(tx, replicaId);
      tables.releases.delete(tx, replicaId);
      return Promise.resolve();
    },
  };
  return store;
};

const waitsInRollout = (tables: Tables, { endpointId, revision, state, delayed }: ReplicaRow): string[] => {
  const rollout = tables.rollouts.get(endpointId);
  const isWaiting = state === 'pending' && delayed;
  return isWaiting && rollout?.outcome === null && rollout.to === revision ? [endpointId] : [];
};

type Situation = NonNullable<Awaited<ReturnType<ReplicaStore['situation']>>>;

const situationOf = (tables: Tables, endpointId: string): Situation | undefined => {
  const target = tables.targets.get(endpointId);
  if (!target) return undefined;
  const { projectId, cluster, revision: serving, desired, cause } = target;
  const rollout = tables.rollouts.get(endpointId);
  const isOpen = rollout?.outcome === null;
  const revisions = new Set([serving, ...(rollout ? [rollout.from, rollout.to] : [])]);
  return {
    target: {
      endpointId,
      projectId,
      cluster,
      serving,
      desired,
      cause,
      isAborted: rollout?.outcome === 'aborted',
    },
    rollout: rollout && isOpen ? { from: rollout.from, to: rollout.to, percent: rollout.percent } : null,
    templates: [...revisions].flatMap((revision) => {
      const row = tables.revisions.get(templateKey(endpointId, revision));
      return row ? [{ revision, hardware: row.spec.hardware, ...needsOf(tables, endpointId, revision) }] : [];
    }),
    backOffs: [...tables.backOffs.values()].filter((row) => row.endpointId === endpointId),
    live: [...tables.replicas.values()]
      .filter(
        (row) => row.endpointId === endpointId && (LIVE_STATES as readonly string[]).includes(row.state),
      )
      .map((row) => liveOf(tables, row)),
  };
};

const liveOf = (tables: Tables, row: ReplicaRow): Situation['live'][number] => {
  const { id, revision, state, delayed, requestedAtUs, readyAtUs, nodeId } = row;
  const node = nodeId === null ? undefined : tables.nodes.get(nodeId);
  const isLeaving = node?.cordon === 'draining';
  return {
    ...{ id, revision, delayed, requestedAtUs, readyAtUs, isLeaving },
    state: state as Situation['live'][number]['state'],
    leaveByUs: isLeaving ? node.drainDeadlineUs : null,
  };
};
