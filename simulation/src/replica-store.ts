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
          .filter((row) => row.state === 'draining' && tables.released(row) === undefined)
          .toSorted(
            by(
              ({ drainingAtUs }) => drainingAtUs ?? 0,
              ({ id }) => id,
            ),
          )
          .map(({ id, endpointId, drainingPosition, drainingAtUs, nodeId, stopCause, sleeps }) => ({
            ...{ id, endpointId, sleeps },
            drainingPosition: drainingPosition ?? 0,
            drainTimeoutUs: (tables.targets.get(endpointId)?.drainTimeoutSeconds ?? 600) * 1_000_000,
            drainingForUs: nowUs() - (drainingAtUs ?? 0),
            nodeId,
            cause: stopCause ?? 'orphaned',
          })),
      ),
    release: (tx, { id, cause, drainingPosition }) => {
      const row = tables.replica(id);
      const isOther = row?.state !== 'draining' || row.drainingPosition !== drainingPosition;
      if (!row || (drainingPosition !== undefined && isOther)) return Promise.resolve(undefined);
      tables.releases.set(tx, id, { cause, drainingPosition: row.drainingPosition ?? 0 });
      return Promise.resolve(row.nodeId);
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
  const { projectId, cluster, revision: serving, desired, cause, spare } = target;
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
      spare: [...spare],
      isAborted: rollout?.outcome === 'aborted',
    },
    rollout: rollout && isOpen ? { from: rollout.from, to: rollout.to, percent: rollout.percent } : null,
    templates: [...revisions].flatMap((revision) => {
      const row = tables.revisions.get(templateKey(endpointId, revision));
      if (!row) return [];
      const { hardware, sleepMode, image } = row.spec;
      const ownCommand = (image?.command ?? null) !== null;
      return [{ revision, hardware, sleepMode, ownCommand, ...needsOf(tables, endpointId, revision) }];
    }),
    backOffs: [...tables.backOffs.values()].filter((row) => row.endpointId === endpointId),
    live: [...tables.replicas.values()]
      .filter(
        (row) => row.endpointId === endpointId && (LIVE_STATES as readonly string[]).includes(row.state),
      )
      .map((row) => liveOf(tables, row)),
    absent: [...tables.replicas.values()]
      .filter((row) => row.endpointId === endpointId)
      .flatMap((row) => absentOf(tables, row)),
  };
};

const absentOf = (tables: Tables, row: ReplicaRow): Situation['absent'] => {
  const { id, revision, nodeId, state, sleeps, stopCause, readyAtUs } = row;
  const isLetGo = tables.released(row) !== undefined;
  const drains = state === 'draining' && stopCause === 'scaled_down' && (sleeps || !isLetGo);
  if (nodeId === null || (state !== 'asleep' && !drains)) return [];
  const about = { id, revision, nodeId, sleeps, readyAtUs };
  return [
    { ...about, state: state === 'asleep' || isLetGo ? 'asleep' : 'draining', node: wayOf(tables, nodeId) },
  ];
};

const wayOf = (tables: Tables, nodeId: string): Situation['absent'][number]['node'] => {
  const node = tables.nodes.get(nodeId);
  if (!node || node.state === 'lost') return 'lost';
  if (node.cordon === 'none') return 'open';
  return node.cordon === 'draining' ? 'leaving' : 'cordoned';
};

const liveOf = (tables: Tables, row: ReplicaRow): Situation['live'][number] => {
  const { id, revision, state, delayed, requestedAtUs, readyAtUs, nodeId } = row;
  const node = nodeId === null ? undefined : tables.nodes.get(nodeId);
  const isLeaving = node?.cordon === 'draining';
  return {
    ...{ id, revision, delayed, requestedAtUs, readyAtUs, isLeaving },
    state: state as Situation['live'][number]['state'],
    leaveByUs: isLeaving ? node.drainDeadlineUs : null,
    driver: node?.driver ?? null,
  };
};
