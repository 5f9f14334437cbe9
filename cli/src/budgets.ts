import type { Api } from './api.ts';
import { listed } from './pages.ts';
import { type Row, dollars, shown, table } from './table.ts';

export type Budget = Readonly<{
  id: string;
  name: string;
  endpointId: string | null;
  limitNanoUsd: string;
  spentNanoUsd: string;
  percent: number;
  isHard: boolean;
  thresholdsPercent: readonly number[];
  state: string;
  overshootBoundNanoUsd: string | null;
}>;

const MOST = 1000;

export const budgets = (api: Api): Promise<Budget[]> => listed(api, '/v1/budgets', {}, MOST);

export const budgetsText = (all: readonly Budget[]): string => {
  if (all.length === 0) return 'No budgets.\n';
  const rows = all.map((each): Row => [
    shown(each.name),
    each.id,
    each.endpointId ?? 'the project',
    dollars(each.limitNanoUsd),
    dollars(each.spentNanoUsd),
    `${each.percent} %`,
    each.thresholdsPercent.join(' '),
    each.isHard ? 'stops' : 'tells',
    dollars(each.overshootBoundNanoUsd),
    each.state,
  ]);
  return table(
    ['BUDGET', 'ID', 'OF', 'LIMIT', 'SPENT', 'OF IT', 'TELLS AT', 'WHEN SPENT', 'AT MOST BEYOND', 'STATE'],
    rows,
  );
};
