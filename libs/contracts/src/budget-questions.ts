import { z } from 'zod';
import { NanoUsd, PeriodName } from './billing.events.ts';
import { BudgetId, EndpointId, ProjectId } from './ids.ts';
import type { Question } from './questions.ts';

export const BUDGET_STATES = ['within', 'exceeded', 'stopped'] as const;

export const BudgetView = z.object({
  id: BudgetId,
  projectId: ProjectId,
  /** Null: the whole project. */
  endpointId: EndpointId.nullable(),
  name: z.string(),
  limitNanoUsd: NanoUsd,
  limitUsd: z.string(),
  thresholdsPercent: z.array(z.int()),
  isHard: z.boolean(),
  /** Of this month. */
  period: PeriodName,
  spentNanoUsd: NanoUsd,
  spentUsd: z.string(),
  /** Of the limit, in hundredths of a per cent, rounded down. */
  percent: z.number(),
  /** Those that were said this month. */
  thresholdsReached: z.array(z.int()),
  /** `exceeded`: the limit is reached, and nothing is stopped for it. `stopped`: what it is for sleeps. */
  state: z.enum(BUDGET_STATES),
  /** What it is for costs so much an hour now. */
  burnRateNanoUsdPerHour: NanoUsd,
  /** Of a hard one: at most so much is spent beyond the limit, at this burn rate; null: nothing is stopped. */
  overshootBoundNanoUsd: NanoUsd.nullable(),
  overshootBoundUsd: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type BudgetView = z.infer<typeof BudgetView>;

const ofProject = { projectId: ProjectId };
/** Who asks, and under which id it has one effect. */
const because = { commandId: z.uuid(), actor: z.string(), requestId: z.string().nullable() };
const terms = {
  name: z.string().max(100),
  limitNanoUsd: NanoUsd,
  thresholdsPercent: z.array(z.int().min(1).max(1000)).max(10),
  isHard: z.boolean(),
};

const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
): Question<Name, Ask, Answer> => ({ name, ask, answer });

export const budgetQuestions = {
  /** Its id derives from the command. */
  setBudget: question(
    'billing.set-budget',
    z.object({ ...ofProject, ...because, ...terms, endpointId: EndpointId.nullable() }),
    BudgetView,
  ),
  changeBudget: question(
    'billing.change-budget',
    z.object({ ...ofProject, ...because, ...z.object(terms).partial().shape, budgetId: BudgetId }),
    BudgetView,
  ),
  removeBudget: question(
    'billing.remove-budget',
    z.object({ ...ofProject, ...because, budgetId: BudgetId }),
    z.object({}),
  ),
  budget: question('billing.budget', z.object({ ...ofProject, budgetId: BudgetId }), BudgetView),
  /** Newest first. */
  budgets: question(
    'billing.budgets',
    z.object({ ...ofProject, limit: z.int().min(1).max(500), cursor: z.string().nullable() }),
    z.object({ items: z.array(BudgetView), nextCursor: z.string().nullable() }),
  ),
} as const;
