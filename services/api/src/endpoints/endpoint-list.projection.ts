import { projection, sql } from '@tidegate/eventing';
import { accepted } from '../life-cycle/endpoint-reasons.ts';

/** The endpoints as lists and pages show them, with how many replicas are wanted and ready. endpoint-as-of.ts folds the same. */
export const endpointList = projection({
  name: 'api.endpoint-list',
  version: 5,
  tables: ['endpoint_list', 'endpoint_ready_replicas'],
  on: {
    EndpointRequested: ({ data: { endpointId, projectId, revision, spec }, occurredAt, position }) => sql`
      insert into endpoint_list
        (id, project_id, name, state, reason, revision, template_revision, spec, secrets_set_at,
         created_at, updated_at, created_position, position)
      values
        (${endpointId}, ${projectId}, ${spec.name}, 'building', ${JSON.stringify(accepted)}::jsonb,
         ${revision}, ${revision}, ${JSON.stringify(spec)}::jsonb,
         (select coalesce(jsonb_object_agg(name, ${occurredAt.toISOString()}::text), '{}')
          from jsonb_object_keys(${JSON.stringify(spec.secrets)}::jsonb) as given (name)),
         ${occurredAt}, ${occurredAt}, ${position}, ${position})
      on conflict do nothing`,

    // A value keeps its time while its id stays the same.
    EndpointUpdated: ({
      data: { endpointId, revision, templateRevision, spec },
      occurredAt,
      position,
    }) => sql`
      update endpoint_list
      set revision = ${revision}, template_revision = ${templateRevision}, spec = ${JSON.stringify(spec)}::jsonb,
        secrets_set_at = (
          select coalesce(jsonb_object_agg(given.name,
            case when endpoint_list.spec -> 'secrets' ->> given.name = given.id
              then endpoint_list.secrets_set_at ->> given.name else ${occurredAt.toISOString()}::text end), '{}')
          from jsonb_each_text(${JSON.stringify(spec.secrets)}::jsonb) as given (name, id)),
        updated_at = ${occurredAt}, position = ${position}
      where id = ${endpointId}`,

    RolloutStarted: ({ data: { endpointId, from, to, percent }, occurredAt, position }) => {
      const rollout = { from, to, percent, startedAt: occurredAt.toISOString() };
      return sql`
        update endpoint_list
        set rollout = ${JSON.stringify(rollout)}::jsonb, updated_at = ${occurredAt}, position = ${position}
        where id = ${endpointId}`;
    },
    RolloutShifted: ({ data: { endpointId, percent }, occurredAt, position }) => sql`
      update endpoint_list
      set rollout = rollout || ${JSON.stringify({ percent })}::jsonb, updated_at = ${occurredAt}, position = ${position}
      where id = ${endpointId}`,
    RolloutFinished: ({ data: { endpointId }, occurredAt, position }) => sql`
      update endpoint_list set rollout = null, updated_at = ${occurredAt}, position = ${position} where id = ${endpointId}`,

    EndpointConditionChanged: ({ data, occurredAt, position }) =>
      data.active
        ? sql`
          update endpoint_list
          set conditions = conditions || jsonb_build_object(${data.condition}::text,
              ${JSON.stringify(data.reason)}::jsonb || jsonb_build_object('since',
                coalesce(conditions -> ${data.condition}::text ->> 'since', ${occurredAt.toISOString()}::text))),
            updated_at = ${occurredAt}, position = ${position}
          where id = ${data.endpointId}`
        : sql`
          update endpoint_list
          set conditions = conditions - ${data.condition}::text, updated_at = ${occurredAt}, position = ${position}
          where id = ${data.endpointId}`,

    EndpointDisabled: ({ data: { endpointId, by }, occurredAt, position }) => sql`
      update endpoint_list set disabled_by = ${by}, updated_at = ${occurredAt}, position = ${position} where id = ${endpointId}`,
    EndpointEnabled: ({ data: { endpointId }, occurredAt, position }) => sql`
      update endpoint_list set disabled_by = null, updated_at = ${occurredAt}, position = ${position} where id = ${endpointId}`,

    EndpointStateChanged: ({ data: { endpointId, to, reason }, occurredAt, position }) => sql`
      update endpoint_list
      set state = ${to}, reason = ${JSON.stringify(reason)}::jsonb,
        rollout = case when ${to}::text = 'deleted' then null else rollout end,
        updated_at = ${occurredAt}, position = ${position}
      where id = ${endpointId}`,

    DomainVerified: ({ data, occurredAt, position }) => touched(data, occurredAt, position),
    DomainReleased: ({ data, occurredAt, position }) => touched(data, occurredAt, position),
    EndpointDeleted: ({ data, occurredAt, position }) => touched(data, occurredAt, position),

    ScaleDecided: ({ data: { endpointId, to } }) => sql`
      update endpoint_list set desired_replicas = ${to} where id = ${endpointId}`,

    ReplicaStarted: ({ data: { endpointId, simulated } }) => sql`
      update endpoint_list set simulated = ${simulated} where id = ${endpointId} and simulated is distinct from ${simulated}`,

    ReplicaReady: ({ data }) => here(data),
    ReplicaResumed: ({ data }) => here(data),
    ReplicaDraining: ({ data }) => gone(data),
    ReplicaStopped: ({ data }) => gone(data),
  },
});

const touched = ({ endpointId }: Readonly<{ endpointId: string }>, occurredAt: Date, position: number) => sql`
  update endpoint_list set updated_at = ${occurredAt}, position = ${position} where id = ${endpointId}`;

const here = ({
  endpointId,
  replicaId,
  revision,
}: Readonly<{ endpointId: string; replicaId: string; revision: number }>) => [
  sql`insert into endpoint_ready_replicas (replica_id, endpoint_id, template)
      values (${replicaId}, ${endpointId}, ${revision}) on conflict do nothing`,
  counted(endpointId),
];

const gone = ({ endpointId, replicaId }: Readonly<{ endpointId: string; replicaId: string }>) => [
  sql`delete from endpoint_ready_replicas where replica_id = ${replicaId}`,
  counted(endpointId),
];

const counted = (endpointId: string) => sql`
  update endpoint_list
  set (ready_replicas, ready_by_template) = (
    select coalesce(sum(ready), 0), coalesce(jsonb_object_agg(template::text, ready), '{}')
    from (select template, count(*) as ready from endpoint_ready_replicas
          where endpoint_id = ${endpointId} group by template) as counts)
  where id = ${endpointId}`;
