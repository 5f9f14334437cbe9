import { Inject, Injectable } from '@nestjs/common';
import { PRIORITY, type Quotas as ProjectQuotas } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { ProjectList } from '../projects/project-list.store.ts';

/** What the endpoints of a project that are not deleted ask for together. */
export type QuotaUse = Readonly<{
  endpoints: number;
  /** Sum of maxReplicas, or of the largest of a schedule, x GPUs. A share of a GPU counts as that share. */
  gpus: number;
}>;

/** What a project may have, and what it has. */
@Injectable()
export class Quotas {
  constructor(
    private readonly db: Db,
    private readonly projects: ProjectList,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** Those the operator set, or those every project has. */
  async quotasOf(projectId: string): Promise<ProjectQuotas & Readonly<{ priority: number }>> {
    const { endpointQuota, maxReplicas, gpuQuota } = this.settings;
    const own = (await this.projects.find(projectId))?.quotas;
    const usual = { endpoints: endpointQuota, replicasPerEndpoint: maxReplicas, gpus: gpuQuota };
    return { ...(own ?? usual), priority: own?.priority ?? PRIORITY.usual };
  }

  /** @param without an endpoint that does not count: the one that is about to change */
  async useOf(projectId: string, without: string | null = null): Promise<QuotaUse> {
    const [row] = await this.db.query<{ endpoints: number; gpu_thousandths: number }>(sql`
      select count(*)::bigint as endpoints,
             coalesce(sum(greatest((spec #>> '{scaling,maxReplicas}')::bigint, scheduled.most)
                          * (spec #>> '{hardware,gpuCount}')::bigint
                          * (spec #>> '{hardware,gpuThousandths}')::bigint), 0)::bigint as gpu_thousandths
      from endpoint_list
      cross join lateral (select max((schedule ->> 'maxReplicas')::bigint) as most
                          from jsonb_array_elements(spec #> '{scaling,schedules}') as schedule) as scheduled
      where project_id = ${projectId} and state <> 'deleted' and (${without}::text is null or id <> ${without})`);
    return { endpoints: row?.endpoints ?? 0, gpus: (row?.gpu_thousandths ?? 0) / 1000 };
  }
}
