import type { Queries } from '@tidegate/eventing/nest';
import type { EventNamed, EventType } from '@tidegate/contracts';
import type { ReplicaRow, Tables } from './tables.ts';
import { templateKey } from './tables.ts';

type Known<Type extends EventType> = Readonly<{
  type: Type;
  data: EventNamed<Type>['data'];
  position: number;
  version?: number;
  occurredAt: Date;
}>;
type Fold = { [Type in EventType]?: (tables: Tables, tx: Queries, event: Known<Type>) => unknown };

const us = (at: Date): number => at.getTime() * 1000;

const change = (tables: Tables, tx: Queries, id: string, what: Partial<ReplicaRow>): boolean =>
  tables.replicas.change(tx, id, what);

const cordon = (tables: Tables, tx: Queries, nodeId: string, how: 'none' | 'cordoned'): unknown =>
  tables.nodes.change(tx, nodeId, { cordon: how, drainDeadlineUs: null });

const addPool = (tables: Tables, tx: Queries, cluster: string): void => {
  if (tables.pools.get(cluster) === undefined) tables.pools.set(tx, cluster, 0);
};

const addRevision = (
  tables: Tables,
  tx: Queries,
  {
    endpointId,
    revision,
    spec,
  }: { endpointId: string; revision: number; spec: EventNamed<'EndpointRequested'>['data']['spec'] },
): void => {
  const key = templateKey(endpointId, revision);
  if (!tables.revisions.get(key)) tables.revisions.set(tx, key, { revision, spec });
};

const STARTING: readonly ReplicaRow['state'][] = ['pending', 'placed', 'starting'];
const NOT_DRAINING = { stopCause: null, sleeps: false, drainingPosition: null, drainingAtUs: null } as const;

/** What comes twice, or after what was written at once, changes nothing. */
const moved = (
  tables: Tables,
  tx: Queries,
  { replicaId, position }: Readonly<{ replicaId: string; position: number }>,
  what: Partial<ReplicaRow>,
): void => {
  const row = tables.replicas.get(replicaId);
  if (row && row.movedPosition < position)
    change(tables, tx, replicaId, { ...what, movedPosition: position });
};

/** What the projection of the scheduler says in SQL. It returns true for a request or a placement that was news. */
const FOLD: Fold = {
  EndpointRequested(tables, tx, { data: { endpointId, projectId, revision, spec } }) {
    addRevision(tables, tx, { endpointId, revision, spec });
    addPool(tables, tx, spec.cluster);
    if (tables.targets.get(endpointId)) return;
    const { cluster, drainTimeoutSeconds } = spec;
    const counts = { revision, newest: revision, desired: 0, cause: 'deploy', spare: [] };
    tables.targets.set(tx, endpointId, { endpointId, projectId, cluster, ...counts, drainTimeoutSeconds });
  },
  EndpointUpdated(tables, tx, { data: { endpointId, templateRevision, spec } }) {
    addRevision(tables, tx, { endpointId, revision: templateRevision, spec });
    const { drainTimeoutSeconds } = spec;
    tables.targets.change(tx, endpointId, { newest: templateRevision, drainTimeoutSeconds });
  },
  RolloutStarted(tables, tx, { data: { endpointId, from, to, percent } }) {
    tables.rollouts.set(tx, endpointId, { from, to, percent, outcome: null });
    tables.targets.change(tx, endpointId, { revision: from });
  },
  RolloutShifted(tables, tx, { data: { endpointId, percent } }) {
    if (tables.rollouts.get(endpointId)?.outcome === null)
      tables.rollouts.change(tx, endpointId, { percent });
  },
  RolloutFinished(tables, tx, { data: { endpointId, from, to, outcome } }) {
    tables.rollouts.change(tx, endpointId, { outcome });
    tables.targets.change(tx, endpointId, { revision: outcome === 'promoted' ? to : from });
  },
  EndpointStartRequested(tables, tx, { data: { endpointId } }) {
    tables.rollouts.delete(tx, endpointId);
    const target = tables.targets.get(endpointId);
    if (target) tables.targets.change(tx, endpointId, { revision: target.newest });
  },
  ScaleDecided(tables, tx, { data: { endpointId, to, cause, spare } }) {
    const target = tables.targets.get(endpointId);
    if (!target || target.cause === 'delete') return;
    const isOpen = tables.rollouts.get(endpointId)?.outcome === null;
    const begins = (cause === 'deploy' || cause === 'start') && !isOpen;
    tables.targets.change(tx, endpointId, {
      desired: to,
      cause,
      spare,
      revision: begins ? target.newest : target.revision,
    });
  },
  EndpointDeleted(tables, tx, { data: { endpointId } }) {
    tables.rollouts.delete(tx, endpointId);
    tables.targets.change(tx, endpointId, { desired: 0, cause: 'delete' });
  },
  NodeRegistered(tables, tx, { occurredAt, data }) {
    addPool(tables, tx, data.cluster);
    const known = tables.nodes.get(data.nodeId);
    const fresh = { cordon: 'none', drainDeadlineUs: null, registeredAtUs: us(occurredAt) } as const;
    tables.nodes.set(tx, data.nodeId, { ...fresh, ...known, ...data, state: 'ready' });
  },
  NodeLost: (tables, tx, { data: { nodeId } }) => tables.nodes.change(tx, nodeId, { state: 'lost' }),
  NodeReturned: (tables, tx, { data: { nodeId } }) => tables.nodes.change(tx, nodeId, { state: 'ready' }),
  NodeCordoned: (tables, tx, { data: { nodeId } }) => cordon(tables, tx, nodeId, 'cordoned'),
  NodeUncordoned: (tables, tx, { data: { nodeId } }) => cordon(tables, tx, nodeId, 'none'),
  NodeDrained: (tables, tx, { data: { nodeId } }) => cordon(tables, tx, nodeId, 'cordoned'),
  NodeDrainStarted(tables, tx, { occurredAt, data: { nodeId, deadlineSeconds } }) {
    const drainDeadlineUs = deadlineSeconds === null ? null : us(occurredAt) + deadlineSeconds * 1_000_000;
    tables.nodes.change(tx, nodeId, { cordon: 'draining', drainDeadlineUs });
  },
  NodeRemoved(tables, tx, { data: { nodeId } }) {
    tables.nodes.delete(tx, nodeId);
  },
  QuotasSet(tables, tx, { data: { projectId, quotas } }) {
    tables.quotas.set(tx, projectId, quotas.gpus);
  },
  ReplicaRequested(tables, tx, { occurredAt, data }) {
    if (tables.replica(data.replicaId)) return false;
    const { replicaId: id, endpointId, projectId, revision, cluster, hardware, gang } = data;
    const begun = {
      state: 'pending',
      delayed: false,
      nodeId: null,
      gpuIndices: [],
      stopCause: null,
    } as const;
    const times = { placedAtUs: null, startedAtUs: null, readyAtUs: null, drainingAtUs: null } as const;
    tables.replicas.set(tx, id, {
      ...{ id, endpointId, projectId, revision, cluster, hardware, gang: gang ?? null },
      ...begun,
      ...times,
      gpuIndices: [],
      ...{ sleeps: false, wakes: 0, movedPosition: 0 },
      drainingPosition: null,
      requestedAtUs: us(occurredAt),
    });
    return true;
  },
  ReplicaDelayed: (tables, tx, { data: { replicaId } }) => change(tables, tx, replicaId, { delayed: true }),
  ReplicaPlaced(tables, tx, { occurredAt, version = 0, data: { replicaId, cluster, nodeId, gpuIndices } }) {
    if (tables.replicas.get(replicaId)?.state === 'pending')
      change(tables, tx, replicaId, { state: 'placed', nodeId, gpuIndices, placedAtUs: us(occurredAt) });
    if ((tables.pools.get(cluster) ?? -1) >= version) return false;
    tables.pools.set(tx, cluster, version);
    return true;
  },
  ReplicaStarted(tables, tx, { data: { replicaId, startedAtUs } }) {
    const row = tables.replicas.get(replicaId);
    if (row?.startedAtUs !== null) return;
    const isNew = row.state === 'pending' || row.state === 'placed';
    change(tables, tx, replicaId, { startedAtUs, state: isNew ? 'starting' : row.state });
  },
  ReplicaReady(tables, tx, { position, data: { replicaId, readyAtUs } }) {
    const row = tables.replicas.get(replicaId);
    if (!row) return;
    const isNew = STARTING.includes(row.state) && row.movedPosition < position;
    change(tables, tx, replicaId, {
      readyAtUs: Math.max(readyAtUs, row.readyAtUs ?? 0),
      state: isNew ? 'ready' : row.state,
      movedPosition: Math.max(row.movedPosition, position),
    });
  },
  ReplicaDraining(tables, tx, { position, occurredAt, data: { replicaId, cause, then } }) {
    const drains = { stopCause: cause, drainingPosition: position, drainingAtUs: us(occurredAt) };
    moved(tables, tx, { replicaId, position }, { state: 'draining', sleeps: then === 'sleep', ...drains });
  },
  ReplicaResumed(tables, tx, { position, data: { replicaId } }) {
    if (tables.replicas.get(replicaId)?.state === 'draining')
      moved(tables, tx, { replicaId, position }, { state: 'ready', ...NOT_DRAINING });
  },
  ReplicaSlept(tables, tx, { position, data: { replicaId } }) {
    if (tables.replicas.get(replicaId)?.state === 'draining')
      moved(tables, tx, { replicaId, position }, { state: 'asleep' });
  },
  ReplicaWakeRequested(tables, tx, { position, data: { replicaId } }) {
    const row = tables.replicas.get(replicaId);
    if (row?.state === 'draining' || row?.state === 'asleep')
      moved(
        tables,
        tx,
        { replicaId, position },
        { state: 'starting', wakes: row.wakes + 1, ...NOT_DRAINING },
      );
  },
  ReplicaStopped(tables, tx, { data: { replicaId, cause } }) {
    const row = tables.replicas.get(replicaId);
    if (!row) return;
    tables.replicas.delete(tx, replicaId);
    tables.ended.set(tx, replicaId, { ...row, state: 'stopped', stopCause: cause });
  },
};

/** @returns whether a request or a placement was not known yet */
export const fold = (tables: Tables, tx: Queries, event: Known<EventType>): boolean => {
  const step = FOLD[event.type] as
    ((tables: Tables, tx: Queries, event: Known<EventType>) => unknown) | undefined;
  const isNews = step?.(tables, tx, event) === true;
  return isNews && (event.type === 'ReplicaRequested' || event.type === 'ReplicaPlaced');
};
