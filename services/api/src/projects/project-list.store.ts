import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { type ProjectEvent, ProjectId } from '@tidegate/contracts';
import { Db, EventStore } from '@tidegate/eventing/nest';

export type ProjectRow = Readonly<{ id: string; name: string; created_at: Date; created_position: number }>;

@Injectable()
export class ProjectList {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
  ) {}

  /** One project. What the list does not show yet is read from the log. */
  async find(id: string): Promise<ProjectRow | undefined> {
    if (!ProjectId.safeParse(id).success) return undefined;
    const [row] = await this.db.query<ProjectRow>(sql`select * from project_list where id = ${id}`);
    return row ?? this.#fromLog(id);
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
      order by created_position desc limit ${limit}`);
  }

  async #fromLog(id: string): Promise<ProjectRow | undefined> {
    const { events } = await this.store.read<Extract<ProjectEvent, { type: 'ProjectCreated' }>>(id);
    const [created] = events;
    return (
      created && {
        id,
        name: created.data.name,
        created_at: created.occurredAt,
        created_position: created.position,
      }
    );
  }
}
