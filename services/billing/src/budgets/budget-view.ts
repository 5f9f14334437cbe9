import { type BudgetView, usdOf } from '@tidegate/contracts';
import { type ExistingBudget, isReached } from './budget.ts';
import { type Delays, overshootBound } from './overshoot.ts';

export type SetBudget = ExistingBudget & Readonly<{ createdAt: Date; updatedAt: Date }>;

/** What it is held against, as of a moment. */
export type Present = Readonly<{
  period: string;
  spentNanoUsd: bigint;
  burnNanoUsdPerHour: bigint;
  delays: Delays;
}>;

export const budgetViewOf = (budget: SetBudget, present: Present): BudgetView => {
  const { limitNanoUsd, isHard, createdAt, updatedAt } = budget;
  const { period, spentNanoUsd, burnNanoUsdPerHour, delays } = present;
  const bound = isHard ? overshootBound(burnNanoUsdPerHour, delays) : null;
  return {
    id: budget.budgetId,
    projectId: budget.projectId,
    endpointId: budget.endpointId,
    name: budget.name,
    limitNanoUsd: String(limitNanoUsd),
    limitUsd: usdOf(limitNanoUsd),
    thresholdsPercent: [...budget.thresholdsPercent],
    isHard,
    period,
    spentNanoUsd: String(spentNanoUsd),
    spentUsd: usdOf(spentNanoUsd),
    percent: Number((spentNanoUsd * 10_000n) / limitNanoUsd) / 100,
    thresholdsReached: budget.period === period ? budget.percents.toSorted((a, b) => a - b) : [],
    state: stateOf(budget, spentNanoUsd),
    burnRateNanoUsdPerHour: String(burnNanoUsdPerHour),
    overshootBoundNanoUsd: bound === null ? null : String(bound),
    overshootBoundUsd: bound === null ? null : usdOf(bound),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
};

const stateOf = (budget: ExistingBudget, spentNanoUsd: bigint): BudgetView['state'] => {
  if (budget.stoppedPeriod !== null) return 'stopped';
  return isReached(budget, spentNanoUsd, 100) ? 'exceeded' : 'within';
};
