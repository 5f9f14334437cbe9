import { projection, sql } from '@tidegate/eventing';

/** Every configuration that each endpoint ever had. */
export const revisionList = projection({
  name: 'api.revision-list',
  version: 4,
  tables: ['revision_list'],
  on: {
    EndpointRequested: ({ data: { endpointId, revision, spec }, meta, occurredAt }) => sql`
      insert into revision_list
        (endpoint_id, revision, template_revision, cause, changed, spec, actor, request_id, created_at)
      values
        (${endpointId}, ${revision}, ${revision}, 'create', '[]', ${JSON.stringify(spec)}::jsonb,
         ${meta.actor ?? null}, ${meta.requestId ?? null}, ${occurredAt})
      on conflict do nothing`,

    EndpointUpdated: ({ data, meta, occurredAt }) => sql`
      insert into revision_list
        (endpoint_id, revision, template_revision, cause, changed, spec, actor, request_id, created_at)
      values
        (${data.endpointId}, ${data.revision}, ${data.templateRevision}, ${data.cause},
         ${JSON.stringify(data.changed)}::jsonb, ${JSON.stringify(data.spec)}::jsonb,
         ${meta.actor ?? null}, ${meta.requestId ?? null}, ${occurredAt})
      on conflict do nothing`,
  },
});
