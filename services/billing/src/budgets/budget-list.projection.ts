import { projection, type Sql, sql } from '@tidegate/eventing';

const versioned = (budgetId: string, version: number, change: Sql): Sql[] => [
  change,
  sql`update budget_list set version = ${version} where budget_id = ${budgetId}`,
];

/** Budgets and what was said of them; who is stopped for want of credit; how long replicas of each endpoint may take to finish. */
export const budgetList = projection({
  name: 'billing.budget-list',
  version: 1,
  tables: ['budget_list', 'credit_stops', 'drain_times'],
  on: {
    BudgetSet: ({ data, version, occurredAt, position }) => sql`
      insert into budget_list (budget_id, project_id, endpoint_id, name, limit_nano_usd, thresholds_percent, is_hard, version,
          said_percents, created_at, updated_at, created_position)
        values (${data.budgetId}, ${data.projectId}, ${data.endpointId}, ${data.name}, ${data.limitNanoUsd},
          ${data.thresholdsPercent}, ${data.isHard}, ${version}, '{}', ${occurredAt}, ${occurredAt}, ${position})
      on conflict (budget_id) do update set name = excluded.name, limit_nano_usd = excluded.limit_nano_usd,
        thresholds_percent = excluded.thresholds_percent, is_hard = excluded.is_hard, version = excluded.version,
        updated_at = excluded.updated_at`,

    BudgetRemoved: ({ data: { budgetId } }) => sql`delete from budget_list where budget_id = ${budgetId}`,

    BudgetThresholdReached: ({ data: { budgetId, period, thresholdPercent }, version }) =>
      versioned(
        budgetId,
        version,
        sql`update budget_list set said_period = ${period}, said_percents =
              case when said_period = ${period} then said_percents else '{}' end || ${thresholdPercent}::int
            where budget_id = ${budgetId}`,
      ),

    SpendingStopped: ({ data: { budgetId, projectId, period }, version }) =>
      budgetId === null
        ? sql`insert into credit_stops (project_id) values (${projectId}) on conflict do nothing`
        : versioned(
            budgetId,
            version,
            sql`update budget_list set stopped_period = ${period} where budget_id = ${budgetId}`,
          ),

    SpendingResumed: ({ data: { budgetId, projectId }, version }) =>
      budgetId === null
        ? sql`delete from credit_stops where project_id = ${projectId}`
        : versioned(
            budgetId,
            version,
            sql`update budget_list set stopped_period = null where budget_id = ${budgetId}`,
          ),

    ProjectDeleted: ({ data: { projectId } }) => [
      sql`delete from budget_list where project_id = ${projectId}`,
      sql`delete from credit_stops where project_id = ${projectId}`,
    ],

    EndpointRequested: ({ data: { endpointId, projectId, spec } }) =>
      drains(endpointId, projectId, spec.drainTimeoutSeconds),
    EndpointUpdated: ({ data: { endpointId, projectId, spec } }) =>
      drains(endpointId, projectId, spec.drainTimeoutSeconds),
    EndpointDeleted: ({ data: { endpointId } }) =>
      sql`delete from drain_times where endpoint_id = ${endpointId}`,
  },
});

const drains = (endpointId: string, projectId: string, seconds: number): Sql => sql`
  insert into drain_times (endpoint_id, project_id, seconds) values (${endpointId}, ${projectId}, ${seconds})
    on conflict (endpoint_id) do update set seconds = excluded.seconds`;
