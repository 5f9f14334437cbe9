import { describe, expect, it } from '@jest/globals';
import { given } from '@tidegate/testing';
import { budget, type BudgetEvent } from './budget.ts';
import { budgetViewOf } from './budget-view.ts';
import { creditLooks } from './credit-looks.ts';
import { PlanCard } from '../plans/plan-card.ts';
import { overshootBound } from './overshoot.ts';
import { prepaid } from './prepaid.ts';
import { Spent } from './spent.ts';
import { USUAL_PLAN } from '@tidegate/contracts';

const owner = { budgetId: 'budg-000000000001', projectId: 'proj-000000000001' };
const whose = { ...owner, endpointId: null };
const terms = { name: 'all', limitNanoUsd: 1000n, thresholdsPercent: [50, 80, 100], isHard: true };
const setWith = (some: Partial<typeof terms> = {}): BudgetEvent => {
  const { limitNanoUsd, ...rest } = { ...terms, ...some };
  return { type: 'BudgetSet', data: { ...whose, ...rest, limitNanoUsd: String(limitNanoUsd) } };
};
const look = (spent: number, period = '2031-02') =>
  ({ type: 'WatchSpending', ...owner, period, spentNanoUsd: BigInt(spent), atUs: 7 }) as const;
const spent = (amount: number, limit = 1000, period = '2031-02') => ({
  period,
  spentNanoUsd: String(amount),
  limitNanoUsd: String(limit),
  atUs: 7,
});
const reached = (percent: number, amount: number, period = '2031-02'): BudgetEvent => ({
  type: 'BudgetThresholdReached',
  data: { ...whose, ...spent(amount, 1000, period), thresholdPercent: percent },
});
const stopped = (amount: number): BudgetEvent => ({
  type: 'SpendingStopped',
  data: { ...whose, ...spent(amount) },
});
const resumed: BudgetEvent = { type: 'SpendingResumed', data: { ...whose, atUs: 7 } };
const all = [setWith(), reached(50, 1000), reached(80, 1000), reached(100, 1000), stopped(1000)];

describe('a budget', () => {
  it('says each threshold when it is reached, and stops at its limit', () => {
    given(budget, setWith()).when(look(499)).thenNothing();
    given(budget, setWith()).when(look(500)).then(reached(50, 500));
    given(budget, setWith(), reached(50, 500)).when(look(500)).thenNothing();
    given(budget, setWith())
      .when(look(1000))
      .then(...all.slice(1));
    given(budget, ...all)
      .when(look(5000))
      .thenNothing();
  });

  it('that is not hard stops nothing', () =>
    given(budget, setWith({ isHard: false, thresholdsPercent: [] }))
      .when(look(5000))
      .thenNothing());

  it('lets go on in the next month, in which thresholds count anew', () => {
    given(budget, ...all)
      .when(look(0, '2031-03'))
      .then(resumed);
    given(budget, ...all, resumed)
      .when(look(500, '2031-03'))
      .then(reached(50, 500, '2031-03'));
  });

  it('stays stopped over the end of a month in which it is used up at once', () =>
    given(budget, setWith({ thresholdsPercent: [] }), stopped(1000))
      .when(look(2000, '2031-03'))
      .thenNothing());

  it('lets go on when it is raised, and when it is hard no more', () => {
    given(budget, ...all, setWith({ limitNanoUsd: 2000n }))
      .when(look(1000))
      .then(resumed);
    given(budget, ...all, setWith({ isHard: false }))
      .when(look(1000))
      .then(resumed);
  });

  it('says nothing of a month before its newest', () => {
    given(budget, setWith(), reached(50, 500, '2031-03'))
      .when(look(5000))
      .thenNothing();
    given(budget, ...all)
      .when(look(0, '2031-01'))
      .thenNothing();
  });

  it('that is removed lets go on, and says nothing any more', () => {
    const remove = { type: 'RemoveBudget', ...owner, atUs: 7 } as const;
    const gone: BudgetEvent = { type: 'BudgetRemoved', data: whose };
    given(budget, ...all)
      .when(remove)
      .then(resumed, gone);
    given(budget, setWith(), gone).when(remove).thenNothing();
    given(budget, setWith(), gone).when(look(5000)).thenNothing();
    given(budget, setWith(), gone)
      .when({ type: 'ChangeBudget', ...owner, ...terms })
      .thenRefuses('budget.not_found');
  });

  it('is set once, and changed only by what is new', () => {
    given(budget)
      .when({ type: 'SetBudget', ...whose, ...terms })
      .then(setWith());
    given(budget, setWith())
      .when({ type: 'ChangeBudget', ...owner, ...terms })
      .thenNothing();
    given(budget, setWith())
      .when({ type: 'ChangeBudget', ...owner, ...terms, name: 'other' })
      .then(setWith({ name: 'other' }));
  });

  it('of another project is unknown', () => {
    const strange = { ...owner, projectId: 'proj-000000000002' };
    given(budget, setWith())
      .when({ type: 'RemoveBudget', ...strange, atUs: 7 })
      .thenRefuses('budget.not_found');
    given(budget)
      .when({ type: 'RemoveBudget', ...owner, atUs: 7 })
      .thenRefuses('budget.not_found');
  });
});

describe('a project that must pay beforehand', () => {
  const credit = {
    projectId: owner.projectId,
    period: '2031-02',
    mustPrepay: true,
    grantedNanoUsd: 100n,
    leftNanoUsd: 0n,
    atUs: 7,
  };
  const watch = (some: Partial<typeof credit> = {}) => ({ type: 'WatchCredit', ...credit, ...some }) as const;
  const project = { projectId: owner.projectId, endpointId: null, budgetId: null };
  const stop = (left: number) =>
    ({ type: 'SpendingStopped', data: { ...project, ...spent(100 - left, 100) } }) as const;

  it('is stopped when its credit is used up, once, and goes on with more or another plan', () => {
    given(prepaid)
      .when(watch({ leftNanoUsd: 1n }))
      .thenNothing();
    given(prepaid).when(watch()).then(stop(0));
    given(prepaid)
      .when(watch({ leftNanoUsd: -5n }))
      .then(stop(-5));
    given(prepaid, stop(0)).when(watch()).thenNothing();
    for (const money of [{ leftNanoUsd: 1n }, { mustPrepay: false }])
      given(prepaid, stop(0))
        .when(watch(money))
        .then({ type: 'SpendingResumed', data: { ...project, atUs: 7 } });
  });

  it('has left what the last close left, less what is due since', () => {
    const prepays = { ...USUAL_PLAN, mustPrepay: true };
    const [own, other, free] = ['proj-000000000001', 'proj-000000000002', 'proj-000000000003'] as const;
    const money = {
      plans: new PlanCard(
        [own, other].map((projectId) => ({ projectId, fromUs: 0, plan: prepays, version: 1 })),
      ),
      stopped: new Set([other]),
      left: new Map([own, other, free].map((id) => [id, { grantedNanoUsd: 100n, leftNanoUsd: 60n }])),
      dues: [
        { projectId: own, costNanoUsd: 70n },
        { projectId: own, costNanoUsd: 30n },
        { projectId: free, costNanoUsd: 900n },
      ],
      posted: [{ projectId: own, amountNanoUsd: 40n }],
    };
    const looks = creditLooks(money, { period: '2031-02', atUs: 7 });
    expect(looks).toEqual([
      { ...credit, leftNanoUsd: 0n },
      { ...credit, projectId: other, leftNanoUsd: 60n },
    ]);
    expect(
      creditLooks(
        { ...money, posted: [{ projectId: own, amountNanoUsd: 41n }] },
        { period: '2031-02', atUs: 7 },
      ),
    ).toHaveLength(1);
  });
});

describe('what is spent', () => {
  it('is a project’s, and each endpoint’s, of one month', () => {
    const due = (endpointId: string, costNanoUsd: bigint, period = '2031-02') => ({
      projectId: 'p',
      endpointId,
      period,
      costNanoUsd,
    });
    const sums = new Spent([due('a', 1n), due('b', 2n), due('a', 4n), due('a', 8n, '2031-01')], '2031-02');
    expect(sums.of({ projectId: 'p', endpointId: null })).toBe(7n);
    expect(sums.of({ projectId: 'p', endpointId: 'a' })).toBe(5n);
    expect(sums.of({ projectId: 'q', endpointId: null })).toBe(0n);
  });
});

describe('a budget as people see it', () => {
  const state = [...all].reduce(budget.evolve, budget.initial);
  if (state.status === 'absent') throw new Error('it was set');
  const at = new Date(0);
  const delays = { lookSeconds: 5, tickSeconds: 1, drainSeconds: 600, leaseSeconds: 10 };
  const present = { period: '2031-02', spentNanoUsd: 1333n, burnNanoUsdPerHour: 3_600_000n, delays };

  it('says how much of it is spent, what was said, and how much can be spent beyond it', () =>
    expect(budgetViewOf({ ...state, createdAt: at, updatedAt: at }, present)).toMatchObject({
      percent: 133.3,
      thresholdsReached: [50, 80, 100],
      state: 'stopped',
      limitUsd: '0.000001',
      // A micro-dollar each second, for 616 seconds.
      overshootBoundNanoUsd: '616000',
    }));

  it('has no bound where nothing is stopped, and no thresholds of another month', () => {
    const soft = { ...state, isHard: false, stoppedPeriod: null, createdAt: at, updatedAt: at };
    expect(budgetViewOf(soft, { ...present, period: '2031-03' })).toMatchObject({
      state: 'exceeded',
      thresholdsReached: [],
      overshootBoundNanoUsd: null,
    });
    expect(budgetViewOf(soft, { ...present, spentNanoUsd: 999n })).toMatchObject({
      state: 'within',
      percent: 99.9,
    });
  });

  it('is never told a bound that is too small', () =>
    expect(overshootBound(1n, { ...delays, drainSeconds: 0 })).toBe(1n));
});
