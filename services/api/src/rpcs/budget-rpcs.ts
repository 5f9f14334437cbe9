import { type Json, type Rpcs, as, idIn, nothing, pageAs, pick } from './rpc.ts';

const budget = (request: Json): string => `/v1/budgets/${idIn(request, 'budgetId')}`;

export const BUDGET_RPCS: Rpcs = {
  CreateBudget: {
    // A list that is left out of a message is the usual one.
    ask: (request) => ({
      method: 'POST',
      path: '/v1/budgets',
      body: pick(request, 'name', 'endpointId', 'limitUsd', 'thresholdsPercent', 'isHard'),
    }),
    answer: as('budget'),
  },
  GetBudget: { ask: (request) => ({ method: 'GET', path: budget(request) }), answer: as('budget') },
  ListBudgets: {
    ask: (request) => ({ method: 'GET', path: '/v1/budgets', query: pick(request, 'limit', 'cursor') }),
    answer: pageAs('budgets'),
  },
  UpdateBudget: {
    // A list that is left out of a message stays as it is.
    ask: (request) => ({
      method: 'PATCH',
      path: budget(request),
      body: pick(request, 'name', 'limitUsd', 'thresholdsPercent', 'isHard'),
    }),
    answer: as('budget'),
  },
  DeleteBudget: { ask: (request) => ({ method: 'DELETE', path: budget(request) }), answer: nothing },
};
