import { projection, sql } from '@tidegate/eventing';

/** Epoch microseconds. A decider's clock moves in milliseconds. */
const us = (at: Date): number => at.getTime() * 1000;

const BEGINS: readonly string[] = ['deploy', 'start'];

const json = (value: unknown): string => JSON.stringify(value);

const cordon = (nodeId: string, how: 'none' | 'cordoned') => sql`
  update nodes set cordon = ${how}, drain_started_us = null, drain_deadline_us = null where id = ${nodeId}`;

/**
 * Nodes, targets and replicas as the log has them. Every statement says the same when it is run twice: what the scheduler
 * appends itself is written here at once, and again when it comes back from the log. `returning 1` tells that it was news.
 */
export const pool = projection({
  name: 'scheduler.pool',
  version: 4,
  tables: ['pools', 'nodes', 'revisions', 'targets', 'rollouts', 'replicas', 'project_quotas'],
  on: {
    EndpointRequested: ({ data: { endpointId, projectId, revision, spec } }) => [
      sql`insert into revisions (endpoint_id, revision, project_id, spec)
          values (${endpointId}, ${revision}, ${projectId}, ${json(spec)}::jsonb) on conflict do nothing`,
      sql`insert into targets
            (endpoint_id, project_id, cluster, revision, newest_revision, desired, cause, drain_timeout_seconds)
          values (${endpointId}, ${projectId}, ${spec.cluster}, ${revision}, ${revision}, 0, 'deploy',
                  ${spec.drainTimeoutSeconds}) on conflict do nothing`,
      sql`insert into pools (cluster, version) values (${spec.cluster}, 0) on conflict do nothing`,
    ],

    // The fields of a template are the same in every revision that has it: the first one stays.
    EndpointUpdated: ({ data: { endpointId, projectId, templateRevision, spec } }) => [
      sql`insert into revisions (endpoint_id, revision, project_id, spec)
          values (${endpointId}, ${templateRevision}, ${projectId}, ${json(spec)}::jsonb) on conflict do nothing`,
      sql`update targets set newest_revision = ${templateRevision}, drain_timeout_seconds = ${spec.drainTimeoutSeconds}
          where endpoint_id = ${endpointId}`,
    ],

    RolloutStarted: ({ data }) => [
      sql`insert into rollouts (endpoint_id, from_revision, to_revision, percent)
          values (${data.endpointId}, ${data.from}, ${data.to}, ${data.percent})
          on conflict (endpoint_id) do update set from_revision = excluded.from_revision,
            to_revision = excluded.to_revision, percent = excluded.percent, outcome = null`,
      sql`update targets set revision = ${data.from} where endpoint_id = ${data.endpointId}`,
    ],

    RolloutShifted: ({ data: { endpointId, percent } }) => sql`
      update rollouts set percent = ${percent} where endpoint_id = ${endpointId} and outcome is null`,

    RolloutFinished: ({ data: { endpointId, from, to, outcome } }) => [
      sql`update rollouts set outcome = ${outcome} where endpoint_id = ${endpointId}`,
      sql`update targets set revision = ${outcome === 'promoted' ? to : from} where endpoint_id = ${endpointId}`,
    ],

    // Nothing serves yet that the newest template would have to be rolled out beside.
    EndpointStartRequested: ({ data: { endpointId } }) => [
      sql`delete from rollouts where endpoint_id = ${endpointId}`,
      sql`update targets set revision = newest_revision where endpoint_id = ${endpointId}`,
    ],

    // What was changed before the first replica, or while there was none, is what a deployment or a start begins with.
    ScaleDecided: ({ data: { endpointId, to, cause, spare } }) => sql`
      update targets t set desired = ${to}, cause = ${cause}, spare = ${json(spare)}::jsonb,
        revision = case
          when ${BEGINS.includes(cause)} and not exists (
            select from rollouts o where o.endpoint_id = t.endpoint_id and o.outcome is null)
          then newest_revision else revision end
      where endpoint_id = ${endpointId} and cause <> 'delete'`,

    EndpointDeleted: ({ data: { endpointId } }) => [
      sql`delete from rollouts where endpoint_id = ${endpointId}`,
      sql`update targets set desired = 0, cause = 'delete' where endpoint_id = ${endpointId}`,
    ],

    NodeRegistered: ({ occurredAt, data }) => [
      sql`insert into nodes as n
            (id, cluster, boot_id, hostname, address, capacity, driver, labels, taints, zone, clock_offset_us, state,
             registered_at_us)
          values (${data.nodeId}, ${data.cluster}, ${data.bootId}, ${data.hostname}, ${data.address},
                  ${json(data.capacity)}::jsonb, ${data.driver}, ${json(data.labels)}::jsonb, ${json(data.taints)}::jsonb,
                  ${data.zone}, ${data.clockOffsetUs}, 'ready', ${us(occurredAt)})
          on conflict (id) do update set cluster = excluded.cluster, boot_id = excluded.boot_id, hostname = excluded.hostname,
            address = excluded.address, capacity = excluded.capacity, driver = excluded.driver, labels = excluded.labels,
            taints = excluded.taints, zone = excluded.zone, clock_offset_us = excluded.clock_offset_us, state = 'ready'`,
      sql`insert into pools (cluster, version) values (${data.cluster}, 0) on conflict do nothing`,
    ],

    NodeLost: ({ data: { nodeId } }) => sql`update nodes set state = 'lost' where id = ${nodeId}`,

    NodeReturned: ({ data: { nodeId } }) => sql`update nodes set state = 'ready' where id = ${nodeId}`,

    // What is asked of a node stays asked while it is lost.
    NodeCordoned: ({ data: { nodeId } }) => cordon(nodeId, 'cordoned'),
    NodeUncordoned: ({ data: { nodeId } }) => cordon(nodeId, 'none'),
    NodeDrained: ({ data: { nodeId } }) => cordon(nodeId, 'cordoned'),

    NodeDrainStarted: ({ occurredAt, data: { nodeId, deadlineSeconds } }) => sql`
      update nodes set cordon = 'draining', drain_started_us = ${us(occurredAt)},
        drain_deadline_us = ${deadlineSeconds === null ? null : us(occurredAt) + deadlineSeconds * 1_000_000}
      where id = ${nodeId}`,

    NodeRemoved: ({ data: { nodeId } }) => sql`delete from nodes where id = ${nodeId}`,

    QuotasSet: ({ data: { projectId, quotas } }) => sql`
      insert into project_quotas (project_id, gpus) values (${projectId}, ${quotas.gpus})
      on conflict (project_id) do update set gpus = excluded.gpus`,

    ReplicaRequested: ({ occurredAt, data, meta }) => sql`
      insert into replicas
        (id, endpoint_id, project_id, revision, cluster, hardware, gang_id, gang_size, state, requested_at_us, traceparent)
      values (${data.replicaId}, ${data.endpointId}, ${data.projectId}, ${data.revision}, ${data.cluster},
              ${json(data.hardware)}::jsonb, ${data.gang?.id ?? null}, ${data.gang?.size ?? null}, 'pending',
              ${us(occurredAt)}, ${meta.traceparent ?? null})
      on conflict do nothing returning 1`,

    ReplicaDelayed: ({ data: { replicaId } }) =>
      sql`update replicas set delayed = true where id = ${replicaId}`,

    // A replica that ended before its placement came holds nothing: only the version moves.
    ReplicaPlaced: ({
      occurredAt,
      version,
      data: { replicaId, cluster, nodeId, gpuIndices, explanation },
    }) => sql`
      with placed as (
        update replicas set state = 'placed', node_id = ${nodeId}, gpu_indices = ${json(gpuIndices)}::jsonb,
          explanation = ${json(explanation)}::jsonb, placed_at_us = ${us(occurredAt)}
        where id = ${replicaId} and state = 'pending')
      insert into pools as p (cluster, version) values (${cluster}, ${version})
      on conflict (cluster) do update set version = excluded.version where p.version < excluded.version
      returning 1`,

    ReplicaStarted: ({ data: { replicaId, simulated, startedAtUs } }) => sql`
      update replicas set started_at_us = ${startedAtUs}, simulated = ${simulated},
        state = case when state in ('pending', 'placed') then 'starting' else state end
      where id = ${replicaId} and started_at_us is null`,

    // From here on a state may come again: what comes twice, or after what was written at once, changes nothing.
    ReplicaReady: ({ position, data: { replicaId, readyAtUs } }) => sql`
      update replicas set ready_at_us = greatest(ready_at_us, ${readyAtUs}::bigint),
        state = case when state in ('pending', 'placed', 'starting') and moved_position < ${position}
          then 'ready' else state end,
        moved_position = greatest(moved_position, ${position}::bigint)
      where id = ${replicaId}`,

    ReplicaDraining: ({ position, occurredAt, data: { replicaId, cause, then } }) => sql`
      update replicas set state = 'draining', stop_cause = ${cause}, sleeps = ${then === 'sleep'},
        draining_position = ${position}, draining_at_us = ${us(occurredAt)}, moved_position = ${position}
      where id = ${replicaId} and state <> 'stopped' and moved_position < ${position}`,

    ReplicaResumed: ({ position, data: { replicaId } }) => sql`
      update replicas set state = 'ready', stop_cause = null, sleeps = false, draining_position = null,
        draining_at_us = null, moved_position = ${position}
      where id = ${replicaId} and state = 'draining' and moved_position < ${position}`,

    ReplicaSlept: ({ position, data: { replicaId } }) => sql`
      update replicas set state = 'asleep', moved_position = ${position}
      where id = ${replicaId} and state = 'draining' and moved_position < ${position}`,

    ReplicaWakeRequested: ({ position, meta, data: { replicaId } }) => sql`
      update replicas set state = 'starting', stop_cause = null, sleeps = false, draining_position = null,
        draining_at_us = null, wakes = wakes + 1, moved_position = ${position},
        traceparent = ${meta.traceparent ?? null}
      where id = ${replicaId} and state in ('draining', 'asleep') and moved_position < ${position}`,

    ReplicaStopped: ({ data: { replicaId, cause, stoppedAtUs } }) => sql`
      update replicas set state = 'stopped', stop_cause = ${cause}, stopped_at_us = ${stoppedAtUs}
      where id = ${replicaId} and state <> 'stopped'`,
  },
});
