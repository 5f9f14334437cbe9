import { Injectable } from '@nestjs/common';
import type { Plan } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { PublishedPlan } from './plan-card.ts';

type PlanRow = Readonly<{ project_id: string; version: number; effective_from_us: number; plan: Plan }>;

const planIn = (row: PlanRow): PublishedPlan => ({
  projectId: row.project_id === EVERYBODYS ? null : row.project_id,
  fromUs: row.effective_from_us,
  plan: row.plan,
  version: row.version,
});

const EVERYBODYS = '';

/** Every plan that was ever published. Used inside the caller's transaction only. */
@Injectable()
export class PlanStore {
  async add(tx: Queries, { projectId, version, fromUs, plan }: PublishedPlan): Promise<void> {
    await tx.query(sql`
      insert into plans (project_id, version, effective_from_us, plan)
        values (${projectId ?? EVERYBODYS}, ${version}, ${fromUs}, ${JSON.stringify(plan)}) on conflict do nothing`);
  }

  /** Those of some projects, and everybody's. */
  async of(tx: Queries, projectIds: readonly string[]): Promise<PublishedPlan[]> {
    const rows = await tx.query<PlanRow>(
      sql`select * from plans where project_id = any(${[EVERYBODYS, ...projectIds]})`,
    );
    return rows.map(planIn);
  }

  /** Of one project, or everybody's, by the moment from which they count. */
  async page(
    tx: Queries,
    { projectId, limit }: Readonly<{ projectId: string | null; limit: number }>,
    after: Readonly<{ fromUs: number; version: number }>,
  ): Promise<PublishedPlan[]> {
    const rows = await tx.query<PlanRow>(sql`
      select * from plans where project_id = ${projectId ?? EVERYBODYS}
          and (effective_from_us, version) > (${after.fromUs}, ${after.version})
        order by effective_from_us, version limit ${limit}`);
    return rows.map(planIn);
  }
}
