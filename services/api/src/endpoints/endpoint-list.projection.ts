import { projection, sql } from '@tidegate/eventing';

/** The endpoints as lists and pages show them, with how many replicas are wanted and ready. */
export const endpointList = projection({
  name: 'api.endpoint-list',
  version: 1,
  tables: ['endpoint_list', 'endpoint_ready_replicas'],
  on: {
    EndpointRequested: ({ data: { endpointId, projectId, revision, spec }, occurredAt, position }) => sql`
      insert into endpoint_list
        (id, project_id, name, state, reason, revision, spec, created_at, updated_at, created_position, position)
      values
        (${endpointId}, ${projectId}, ${spec.name}, 'building', '{}', ${revision}, ${JSON.stringify(spec)}::jsonb,
         ${occurredAt}, ${occurredAt}, ${position}, ${position})
      on conflict do nothing`,

    EndpointStateChanged: ({ data: { endpointId, to, reason }, occurredAt, position }) => sql`
      update endpoint_list
      set state = ${to}, reason = ${JSON.stringify(reason)}::jsonb, updated_at = ${occurredAt}, position = ${position}
      where id = ${endpointId}`,

    EndpointDeleted: ({ data: { endpointId }, position }) => sql`
      update endpoint_list set position = ${position} where id = ${endpointId}`,

    ScaleDecided: ({ data: { endpointId, to } }) => sql`
      update endpoint_list set desired_replicas = ${to} where id = ${endpointId}`,

    ReplicaStarted: ({ data: { endpointId, simulated } }) => sql`
      update endpoint_list set simulated = ${simulated} where id = ${endpointId} and simulated is distinct from ${simulated}`,

    ReplicaReady: ({ data: { endpointId, replicaId } }) => [
      sql`insert into endpoint_ready_replicas (replica_id, endpoint_id) values (${replicaId}, ${endpointId}) on conflict do nothing`,
      counted(endpointId),
    ],
    ReplicaDraining: ({ data }) => gone(data),
    ReplicaStopped: ({ data }) => gone(data),
  },
});

const gone = ({ endpointId, replicaId }: Readonly<{ endpointId: string; replicaId: string }>) => [
  sql`delete from endpoint_ready_replicas where replica_id = ${replicaId}`,
  counted(endpointId),
];

const counted = (endpointId: string) => sql`
  update endpoint_list
  set ready_replicas = (select count(*) from endpoint_ready_replicas where endpoint_id = ${endpointId})
  where id = ${endpointId}`;
