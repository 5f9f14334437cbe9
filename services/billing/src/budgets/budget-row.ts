import type { ExistingBudget } from './budget.ts';

/** A row of `budget_list`. Postgres gives numerics as text. */
export type BudgetRow = Readonly<{
  budget_id: string;
  project_id: string;
  endpoint_id: string | null;
  name: string;
  limit_nano_usd: string;
  thresholds_percent: number[];
  is_hard: boolean;
  version: number;
  said_period: string | null;
  said_percents: number[];
  stopped_period: string | null;
  created_at: Date;
  updated_at: Date;
  created_position: number;
}>;

/** A budget with the version of its stream that says so, and when it was set first and last. */
export type ListedBudget = ExistingBudget &
  Readonly<{ version: number; createdAt: Date; updatedAt: Date; createdPosition: number }>;

export const budgetIn = (row: BudgetRow): ListedBudget => ({
  status: 'set',
  budgetId: row.budget_id,
  projectId: row.project_id,
  endpointId: row.endpoint_id,
  name: row.name,
  limitNanoUsd: BigInt(row.limit_nano_usd),
  thresholdsPercent: row.thresholds_percent,
  isHard: row.is_hard,
  period: row.said_period,
  percents: row.said_percents,
  stoppedPeriod: row.stopped_period,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  createdPosition: row.created_position,
});
