import { projection, sql } from '@tidegate/eventing';

export const securityGroupList = projection({
  name: 'api.security-group-list',
  version: 1,
  tables: ['security_group_list'],
  on: {
    SecurityGroupSaved: ({ data: { securityGroupId, projectId, name, rules }, occurredAt, position }) => sql`
      insert into security_group_list (id, project_id, name, rules, created_at, updated_at, created_position)
      values (${securityGroupId}, ${projectId}, ${name}, ${JSON.stringify(rules)}::jsonb, ${occurredAt}, ${occurredAt}, ${position})
      on conflict (id) do update
        set name = excluded.name, rules = excluded.rules, updated_at = excluded.updated_at`,
    SecurityGroupDeleted: ({ data: { securityGroupId } }) => sql`
      delete from security_group_list where id = ${securityGroupId}`,
  },
});
