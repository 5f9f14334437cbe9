import { projection, sql } from '@tidegate/eventing';

/** What endpoints and projects were called, and how endpoints were tagged, from when on. */
export const labels = projection({
  name: 'billing.labels',
  version: 1,
  tables: ['endpoint_labels', 'project_names'],
  on: {
    EndpointRequested: ({ data: { endpointId, revision, spec }, occurredAt }) => sql`
      insert into endpoint_labels (endpoint_id, revision, at_us, name, tags, billing_account)
        values (${endpointId}, ${revision}, ${occurredAt.getTime() * 1000}, ${spec.name},
          ${JSON.stringify(spec.tags)}::jsonb, ${spec.billingAccount})
      on conflict do nothing`,

    EndpointUpdated: ({ data: { endpointId, revision, spec }, occurredAt }) => sql`
      insert into endpoint_labels (endpoint_id, revision, at_us, name, tags, billing_account)
        select ${endpointId}, ${revision}, ${occurredAt.getTime() * 1000}, ${spec.name},
            ${JSON.stringify(spec.tags)}::jsonb, ${spec.billingAccount}
          where not exists (
            select from endpoint_labels
              where endpoint_id = ${endpointId} and revision = (
                  select max(revision) from endpoint_labels where endpoint_id = ${endpointId})
                and tags = ${JSON.stringify(spec.tags)}::jsonb
                and billing_account is not distinct from ${spec.billingAccount})
      on conflict do nothing`,

    ProjectCreated: ({ data: { projectId, name } }) => sql`
      insert into project_names (project_id, name) values (${projectId}, ${name}) on conflict do nothing`,

    ProjectRenamed: ({ data: { projectId, name } }) => sql`
      update project_names set name = ${name} where project_id = ${projectId}`,
  },
});
