import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { ProjectId, type Quotas } from '@tidegate/contracts';
import { Db, EventStore } from '@tidegate/eventing/nest';
import { type Project, type ProjectsOwnEvent, project } from './project.ts';

export type ProjectRow = Readonly<{
  id: string;
  name: string;
  /** Null: those that every project has. */
  quotas: Quotas | null;
  created_at: Date;
  created_position: number;
}>;

@Injectable()
export class ProjectList {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
  ) {}

  /** One project; undefined also when it was deleted. What the list does not show yet is read from the log. */
  async find(id: string): Promise<ProjectRow | undefined> {
    if (!ProjectId.safeParse(id).success) return undefined;
    const [row] = await this.db.query<ProjectRow & { deleted_at: Date | null }>(
      sql`select * from project_list where id = ${id}`,
    );
    if (!row) return this.#fromLog(id);
    return row.deleted_at ? undefined : row;
  }

  /** Newest first. @param only one project, for those who may see no other */
  page({
    only,
    before,
    limit,
  }: Readonly<{ only: string | null; before: number | null; limit: number }>): Promise<ProjectRow[]> {
    return this.db.query<ProjectRow>(sql`
      select * from project_list
      where (${only}::text is null or id = ${only}) and (${before}::bigint is null or created_position < ${before})
        and deleted_at is null
      order by created_position desc limit ${limit}`);
  }

  async #fromLog(id: string): Promise<ProjectRow | undefined> {
    const { events } = await this.store.read<ProjectsOwnEvent>(id);
    const state = events.reduce<Project>(project.evolve, project.initial);
    const [created] = events;
    if (!created || state.status !== 'open') return undefined;
    const { name, quotas } = state;
    return { id, name, quotas, created_at: created.occurredAt, created_position: created.position };
  }
}
