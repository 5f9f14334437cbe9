import { Injectable } from '@nestjs/common';
import { SecurityGroupId, type SecurityGroupRule } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore } from '@tidegate/eventing/nest';
import { type SecurityGroup, type SecurityGroupEvent, securityGroup } from './security-group.ts';

export type SecurityGroupRow = Readonly<{
  id: string;
  project_id: string;
  name: string;
  rules: SecurityGroupRule[];
  created_at: Date;
  updated_at: Date;
  created_position: number;
}>;

@Injectable()
export class SecurityGroupList {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
  ) {}

  /** What the list does not show yet is read from the log. */
  async find(id: string, projectId: string): Promise<SecurityGroupRow | undefined> {
    if (!SecurityGroupId.safeParse(id).success) return undefined;
    const [row] = await this.db.query<SecurityGroupRow>(
      sql`select * from security_group_list where id = ${id} and project_id = ${projectId}`,
    );
    return row ?? this.#fromLog(id, projectId);
  }

  /** Newest first. */
  page(projectId: string, before: number | null, limit: number): Promise<SecurityGroupRow[]> {
    return this.db.query<SecurityGroupRow>(sql`
      select * from security_group_list
      where project_id = ${projectId} and (${before}::bigint is null or created_position < ${before})
      order by created_position desc limit ${limit}`);
  }

  /** Which of some ids a project has. */
  async known(projectId: string, ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.db.query<{ id: string }>(sql`
      select id from security_group_list where project_id = ${projectId} and id = any(${ids}::text[])`);
    return new Set(rows.map(({ id }) => id));
  }

  /** An endpoint that names it and is not deleted. */
  async usedBy(id: string, projectId: string): Promise<string | null> {
    const [row] = await this.db.query<{ id: string }>(sql`
      select id from endpoint_list
      where project_id = ${projectId} and state <> 'deleted'
        and spec -> 'securityGroups' @> to_jsonb(${id}::text)
      order by created_position limit 1`);
    return row?.id ?? null;
  }

  async #fromLog(id: string, projectId: string): Promise<SecurityGroupRow | undefined> {
    const { events } = await this.store.read<SecurityGroupEvent>(id);
    const state = events.reduce<SecurityGroup>(securityGroup.evolve, securityGroup.initial);
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last || state.status !== 'living' || state.projectId !== projectId) return undefined;
    const { name, rules } = state;
    const times = { created_at: first.occurredAt, updated_at: last.occurredAt };
    return { id, project_id: projectId, name, rules, ...times, created_position: first.position };
  }
}
