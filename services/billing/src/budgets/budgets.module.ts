import type { Provider, Type } from '@nestjs/common';
import { projectionConsumer } from '@tidegate/eventing/nest';
import { AnswerBudgets } from './answer-budgets.controller.ts';
import { budgetList } from './budget-list.projection.ts';
import { BudgetList } from './budget-list.store.ts';
import { BudgetPresents, FIXED_DELAYS } from './budget-presents.store.ts';
import { Budgets, PrepaidProjects } from './budgets.handler.ts';
import { CreditLooks } from './credit-looks.store.ts';
import type { FixedDelays } from './overshoot.ts';
import { OwnBudgets } from './own-budgets.handler.ts';
import { SpentStore } from './spent.store.ts';
import { LOOK_SECONDS, WatchSpending } from './watch-spending.loop.ts';

/** As the services have them that are not told otherwise. */
export const USUAL_DELAYS: FixedDelays = { lookSeconds: 5, tickSeconds: 1, leaseSeconds: 10 };

/** What keeps budgets, answers about them and watches them. */
export const BUDGET_ANSWERS: Type[] = [projectionConsumer(budgetList), AnswerBudgets];

/** @param delays read when the service starts */
export const budgetProviders = (delays: () => FixedDelays): Provider[] => [
  BudgetList,
  Budgets,
  PrepaidProjects,
  SpentStore,
  CreditLooks,
  BudgetPresents,
  OwnBudgets,
  { provide: FIXED_DELAYS, useFactory: delays },
  { provide: LOOK_SECONDS, useFactory: () => delays().lookSeconds },
  WatchSpending,
];
