import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Tx } from '@tidegate/eventing/nest';
import type { Watched } from './announcement.ts';

/** Every endpoint, and where its owner wants to hear of it. Only the consumer that keeps them writes here. */
@Injectable()
export class WatchedEndpoints {
  /** One that is known already keeps what it has said. */
  async watch(tx: Tx, { endpointId, projectId, name, url, armed }: Watched): Promise<void> {
    await tx.query(sql`
      insert into watched_endpoints (endpoint_id, project_id, name, url, armed)
      values (${endpointId}, ${projectId}, ${name}, ${url}, ${armed})
      on conflict (endpoint_id) do update set url = excluded.url`);
  }

  async arm(tx: Tx, endpointId: string, armed: boolean): Promise<void> {
    await tx.query(sql`update watched_endpoints set armed = ${armed} where endpoint_id = ${endpointId}`);
  }

  async forget(tx: Tx, endpointId: string): Promise<void> {
    await tx.query(sql`delete from watched_endpoints where endpoint_id = ${endpointId}`);
  }

  async find(tx: Tx, endpointId: string): Promise<Watched | undefined> {
    const [row] = await tx.query<{ project_id: string; name: string; url: string | null; armed: boolean }>(
      sql`select project_id, name, url, armed from watched_endpoints where endpoint_id = ${endpointId}`,
    );
    return row && { endpointId, projectId: row.project_id, name: row.name, url: row.url, armed: row.armed };
  }
}
