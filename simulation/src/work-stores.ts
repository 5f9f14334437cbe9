import type { Queries } from '@tidegate/eventing/nest';
import {
  type BackOffStore,
  type ClaimStore,
  type QuotaStore,
  type ReviewStore,
  gpuMilliOf,
} from '@tidegate/scheduler/simulated';
import { type Answers, by } from './answers.ts';
import { type BackOffRow, type ReplicaRow, type Tables, templateKey } from './tables.ts';

const PAGE = 50;

export const backOffStore = (tables: Tables): BackOffStore => {
  const keyOf = ({ endpointId, revision }: Readonly<{ endpointId: string; revision: number }>): string =>
    templateKey(endpointId, revision);
  const clear = (tx: Queries, isOver: (row: BackOffRow) => boolean): Promise<void> => {
    for (const row of [...tables.backOffs.values()]) if (isOver(row)) tables.backOffs.delete(tx, keyOf(row));
    return Promise.resolve();
  };
  const store: Answers<BackOffStore> = {
    of: (_tx, template) => Promise.resolve(tables.backOffs.get(keyOf(template))),
    save: (tx, { endpointId, revision }, backOff) => {
      const { failures, heldBack, dueAtUs, triggerId } = backOff;
      const row = { endpointId, revision, failures, heldBack, dueAtUs, triggerId };
      tables.backOffs.set(tx, keyOf(row), row);
      return Promise.resolve();
    },
    clear: (tx, endpointId) => clear(tx, (row) => row.endpointId === endpointId),
    clearOthers: (tx, kept) =>
      clear(tx, (row) => row.endpointId === kept.endpointId && row.revision !== kept.revision),
    due: (_tx, nowUs) =>
      Promise.resolve(
        [...tables.backOffs.values()]
          .filter(({ dueAtUs }) => dueAtUs !== null && dueAtUs <= nowUs)
          .toSorted(by((row: BackOffRow) => row.dueAtUs ?? 0, keyOf))
          .slice(0, PAGE),
      ),
  };
  return store;
};

export const claimStore = (tables: Tables): ClaimStore => {
  const store: Answers<ClaimStore> = {
    make: (tx, replicaId, nodeId) => {
      tables.claims.set(tx, replicaId, { nodeId, order: ++tables.order });
      return Promise.resolve();
    },
    end: (tx, replicaIds) => {
      for (const id of replicaIds) tables.claims.delete(tx, id);
      return Promise.resolve();
    },
  };
  return store;
};

export const quotaStore = (tables: Tables): QuotaStore => {
  const store: Answers<QuotaStore> = {
    uses: (_tx, projectIds) => {
      const limited = [...tables.targets.values()].filter(
        ({ projectId }) => projectIds.includes(projectId) && tables.quotas.get(projectId) !== undefined,
      );
      return Promise.resolve(
        limited.map(({ projectId, endpointId, desired }) => ({
          projectId,
          endpointId,
          desired,
          limit: tables.quotas.get(projectId) ?? 0,
          held: [...tables.replicas.values()]
            .filter(
              (row) => row.endpointId === endpointId && ['placed', 'starting', 'ready'].includes(row.state),
            )
            .map(({ hardware }) => gpuMilliOf(hardware)),
        })),
      );
    },
    limit: (_tx, projectId) => Promise.resolve(tables.quotas.get(projectId) ?? null),
  };
  return store;
};

export const reviewStore = (tables: Tables): ReviewStore => {
  const isEmpty = (nodeId: string): boolean =>
    tables.nodes.get(nodeId)?.cordon === 'draining' &&
    ![...tables.replicas.values()].some((row) => row.nodeId === nodeId);
  const runs = (row: ReplicaRow): boolean => ['placed', 'starting', 'ready'].includes(row.state);
  const store: Answers<ReviewStore> = {
    askForThoseOn: (tx, nodeId, triggerId) => {
      const there = [...tables.replicas.values()].filter(
        (row) => row.nodeId === nodeId && (runs(row) || row.sleeps),
      );
      for (const endpointId of [...new Set(there.map((row) => row.endpointId))].toSorted())
        tables.reviews.set(tx, endpointId, { triggerId, order: ++tables.order });
      return Promise.resolve();
    },
    waiting: () =>
      Promise.resolve(
        [...tables.reviews.entries()]
          .toSorted(by(([, { order }]) => order))
          .slice(0, PAGE)
          .map(([endpointId]) => ({ endpointId })),
      ),
    take: (tx, endpointId) => {
      const row = tables.reviews.get(endpointId);
      tables.reviews.delete(tx, endpointId);
      return Promise.resolve(row?.triggerId);
    },
    overdue: (_tx, nowUs) =>
      Promise.resolve(
        [...tables.replicas.values()].filter(runs).flatMap(({ endpointId, nodeId }) => {
          const node = nodeId === null ? undefined : tables.nodes.get(nodeId);
          const deadlineUs = node?.cordon === 'draining' ? node.drainDeadlineUs : null;
          return node && deadlineUs !== null && deadlineUs <= nowUs
            ? [{ endpointId, nodeId: node.nodeId, deadlineUs }]
            : [];
        }),
      ),
    emptied: () =>
      Promise.resolve(
        [...tables.nodes.values()]
          .filter(({ nodeId }) => isEmpty(nodeId))
          .toSorted(by(({ nodeId }) => nodeId))
          .map(({ nodeId }) => ({ nodeId })),
      ),
    isEmptyAt: (_tx, nodeId, position) =>
      Promise.resolve((tables.checkpoints.get('scheduler.pool') ?? 0) >= position && isEmpty(nodeId)),
  };
  return store;
};
