import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

@Injectable()
export class EndpointNames {
  constructor(private readonly db: Db) {}

  /** The ids of a project’s endpoints that are not deleted, by their names. */
  async idsOf(projectId: string, names: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.query<{ id: string; name: string }>(sql`
      select id, name from endpoint_list
      where project_id = ${projectId} and state <> 'deleted' and name = any(${names}::text[])`);
    return new Map(rows.map(({ id, name }) => [name, id]));
  }
}
