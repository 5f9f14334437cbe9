import { projection, sql } from '@tidegate/eventing';

export const projectList = projection({
  name: 'api.project-list',
  version: 2,
  tables: ['project_list'],
  on: {
    ProjectCreated: ({ data: { projectId, name }, occurredAt, position }) => sql`
      insert into project_list (id, name, created_at, created_position)
      values (${projectId}, ${name}, ${occurredAt}, ${position})
      on conflict do nothing`,
    ProjectRenamed: ({ data: { projectId, name } }) => sql`
      update project_list set name = ${name} where id = ${projectId}`,
    QuotasSet: ({ data: { projectId, quotas } }) => sql`
      update project_list set quotas = ${JSON.stringify(quotas)}::jsonb where id = ${projectId}`,
    ProjectDeleted: ({ data: { projectId }, occurredAt }) => sql`
      update project_list set deleted_at = ${occurredAt} where id = ${projectId}`,
  },
});
