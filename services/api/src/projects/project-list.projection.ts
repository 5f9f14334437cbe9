import { projection, sql } from '@tidegate/eventing';

export const projectList = projection({
  name: 'api.project-list',
  version: 1,
  tables: ['project_list'],
  on: {
    ProjectCreated: ({ data: { projectId, name }, occurredAt, position }) => sql`
      insert into project_list (id, name, created_at, created_position)
      values (${projectId}, ${name}, ${occurredAt}, ${position})
      on conflict do nothing`,
  },
});
