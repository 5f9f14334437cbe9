import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import { type BudgetRow, budgetIn, type ListedBudget } from './budget-row.ts';

type Whose = Readonly<{ projectId: string; endpointId: string | null }>;

/** The read model of budgets. */
@Injectable()
export class BudgetList {
  /** Newest first, before a position of the log. */
  async page(tx: Queries, projectId: string, before: number | null, limit: number): Promise<ListedBudget[]> {
    const rows = await tx.query<BudgetRow>(sql`
      select * from budget_list where project_id = ${projectId} and (${before}::bigint is null or created_position < ${before})
        order by created_position desc limit ${limit}`);
    return rows.map(budgetIn);
  }

  /** Everybody's, by their ids. */
  async all(tx: Queries, afterId: string, limit: number): Promise<ListedBudget[]> {
    const rows = await tx.query<BudgetRow>(
      sql`select * from budget_list where budget_id > ${afterId} order by budget_id limit ${limit}`,
    );
    return rows.map(budgetIn);
  }

  async count(tx: Queries, projectId: string): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      sql`select count(*)::int as n from budget_list where project_id = ${projectId}`,
    );
    return row?.n ?? 0;
  }

  /** Projects that are stopped for want of credit. */
  async withoutCredit(tx: Queries): Promise<string[]> {
    const rows = await tx.query<{ project_id: string }>(sql`select project_id from credit_stops`);
    return rows.map((row) => row.project_id);
  }

  /** How long the replicas of an endpoint, or of any endpoint of the project, may take to finish. Seconds; 0: there is none. */
  async drainSeconds(tx: Queries, { projectId, endpointId }: Whose): Promise<number> {
    const [row] = await tx.query<{ seconds: number }>(sql`
      select coalesce(max(seconds), 0)::int as seconds from drain_times
        where project_id = ${projectId} and (${endpointId}::text is null or endpoint_id = ${endpointId})`);
    return row?.seconds ?? 0;
  }

  /** Projects that have, or had, a plan of their own. */
  async withPlans(tx: Queries): Promise<string[]> {
    const rows = await tx.query<{ project_id: string }>(
      sql`select distinct project_id from plans where project_id <> ''`,
    );
    return rows.map((row) => row.project_id);
  }
}
