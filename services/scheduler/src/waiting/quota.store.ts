import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { EndpointUse } from './quota.ts';

@Injectable()
export class QuotaStore {
  /** What these projects' endpoints hold, in all clusters. Of a project that was given no quota nothing is told. */
  async uses(tx: Queries, projectIds: readonly string[]): Promise<EndpointUse[]> {
    if (projectIds.length === 0) return [];
    return tx.query<EndpointUse>(sql`
      select t.project_id as "projectId", t.endpoint_id as "endpointId", t.desired, q.gpus as "limit",
             coalesce(json_agg((p.hardware ->> 'gpuCount')::int *
               case when (p.hardware ->> 'gpuCount')::int > 1 then 1000 else (p.hardware ->> 'gpuThousandths')::int end
             ) filter (where p.id is not null), '[]') as held
      from project_quotas q
      join targets t on t.project_id = q.project_id
      left join replicas p on p.endpoint_id = t.endpoint_id and p.state in ('placed', 'starting', 'ready')
      where q.project_id = any(${[...new Set(projectIds)]})
      group by t.project_id, t.endpoint_id, t.desired, q.gpus`);
  }

  /** GPUs; null: the project was given no quota. */
  async limit(tx: Queries, projectId: string): Promise<number | null> {
    const [row] = await tx.query<{ gpus: number }>(
      sql`select gpus from project_quotas where project_id = ${projectId}`,
    );
    return row?.gpus ?? null;
  }
}
