import { type BillingEvent, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

export type Terms = Readonly<{
  name: string;
  limitNanoUsd: bigint;
  /** Rising, each once. */
  thresholdsPercent: readonly number[];
  isHard: boolean;
}>;

/** What was said of a budget so far: thresholds of its newest month, and the month of a stop that holds. */
export type Said = Readonly<{
  period: string | null;
  percents: readonly number[];
  stoppedPeriod: string | null;
}>;

export type ExistingBudget = Terms &
  Said &
  Readonly<{
    status: 'set' | 'removed';
    budgetId: string;
    projectId: string;
    /** Null: the whole project. */
    endpointId: string | null;
  }>;
export type Budget = Readonly<{ status: 'absent' }> | ExistingBudget;

/** What is spent of a budget in a month, up to a moment. Epoch microseconds. */
export type Look = Readonly<{ period: string; spentNanoUsd: bigint; atUs: number }>;

type Of = Readonly<{ budgetId: string; projectId: string }>;
export type BudgetCommand =
  | (Of & Terms & Readonly<{ type: 'SetBudget'; endpointId: string | null }>)
  | (Of & Terms & Readonly<{ type: 'ChangeBudget' }>)
  | (Of & Readonly<{ type: 'RemoveBudget'; atUs: number }>)
  | (Of & Look & Readonly<{ type: 'WatchSpending' }>);

type Name = 'BudgetSet' | 'BudgetRemoved' | 'BudgetThresholdReached' | 'SpendingStopped' | 'SpendingResumed';
export type BudgetEvent = Extract<BillingEvent, { type: Name }>;

/** A limit on what a project, or one of its endpoints, costs in a month. Its stream has also what was said of it. */
export const budget: Decider<Budget, BudgetCommand, BudgetEvent> = {
  initial: { status: 'absent' },

  decide(state, command) {
    if (command.type === 'SetBudget')
      return state.status === 'absent' ? [set(command.endpointId, command)] : [];
    // To a stranger, another project's budget does not exist.
    if (state.status === 'absent' || state.projectId !== command.projectId)
      return refuse('budget.not_found', { budgetId: command.budgetId });
    return changed(state, command);
  },

  evolve(state, { type, data }) {
    if (type === 'BudgetSet') {
      const { limitNanoUsd, ...terms } = data;
      const said = state.status === 'absent' ? { period: null, percents: [], stoppedPeriod: null } : state;
      return { ...said, ...terms, status: 'set', limitNanoUsd: BigInt(limitNanoUsd) };
    }
    if (state.status === 'absent') return state;
    switch (type) {
      case 'BudgetRemoved':
        return { ...state, status: 'removed' };
      case 'BudgetThresholdReached':
        return {
          ...state,
          period: data.period,
          percents: [...percentsIn(state, data.period), data.thresholdPercent],
        };
      case 'SpendingStopped':
        return { ...state, stoppedPeriod: data.period };
      case 'SpendingResumed':
        return { ...state, stoppedPeriod: null };
    }
  },
};

const changed = (
  state: ExistingBudget,
  command: Exclude<BudgetCommand, { type: 'SetBudget' }>,
): readonly BudgetEvent[] => {
  switch (command.type) {
    case 'ChangeBudget':
      if (state.status === 'removed') return refuse('budget.not_found', { budgetId: state.budgetId });
      return isSame(state, command) ? [] : [set(state.endpointId, command)];
    case 'RemoveBudget':
      return state.status === 'removed' ? [] : removed(state, command.atUs);
    case 'WatchSpending':
      return watched(state, command);
  }
};

const percentsIn = ({ period, percents }: Said, wanted: string): readonly number[] =>
  period === wanted ? percents : [];

const set = (endpointId: string | null, { budgetId, projectId, ...given }: Of & Terms): BudgetEvent => ({
  type: 'BudgetSet',
  data: {
    budgetId,
    projectId,
    endpointId,
    name: given.name,
    limitNanoUsd: String(given.limitNanoUsd),
    thresholdsPercent: [...given.thresholdsPercent],
    isHard: given.isHard,
  },
});

const isSame = (state: Terms, wanted: Terms): boolean =>
  state.name === wanted.name &&
  state.limitNanoUsd === wanted.limitNanoUsd &&
  state.isHard === wanted.isHard &&
  state.thresholdsPercent.join() === wanted.thresholdsPercent.join();

const ownerOf = ({ budgetId, projectId, endpointId }: ExistingBudget) => ({
  budgetId,
  projectId,
  endpointId,
});

const removed = (state: ExistingBudget, atUs: number): BudgetEvent[] => [
  ...(state.stoppedPeriod === null ? [] : [resumed(state, atUs)]),
  { type: 'BudgetRemoved', data: ownerOf(state) },
];

const resumed = (state: ExistingBudget, atUs: number): BudgetEvent => ({
  type: 'SpendingResumed',
  data: { ...ownerOf(state), atUs },
});

/** So much of a limit is spent, in whole per cent or more. */
export const isReached = ({ limitNanoUsd }: Terms, spentNanoUsd: bigint, percent: number): boolean =>
  spentNanoUsd * 100n >= limitNanoUsd * BigInt(percent);

/** Whether nothing more may be spent. */
export const isUsedUp = (terms: Terms, spentNanoUsd: bigint): boolean =>
  terms.isHard && isReached(terms, spentNanoUsd, 100);

/**
 * What a look must say: a threshold once in each month, a stop once until it is over, and its end as soon as less than the limit is
 * spent: in the next month, under a higher limit, of a budget that is hard no more. A look at an earlier month says nothing.
 */
export const watched = (state: ExistingBudget, look: Look): BudgetEvent[] => {
  if (state.status === 'removed' || look.period < (newestPeriod(state) ?? look.period)) return [];
  const { period, spentNanoUsd, atUs } = look;
  const { limitNanoUsd, thresholdsPercent, stoppedPeriod } = state;
  const spent = { period, spentNanoUsd: String(spentNanoUsd), limitNanoUsd: String(limitNanoUsd), atUs };
  const told = percentsIn(state, period);
  const events: BudgetEvent[] = thresholdsPercent
    .filter((percent) => !told.includes(percent) && isReached(state, spentNanoUsd, percent))
    .map((thresholdPercent) => ({
      type: 'BudgetThresholdReached',
      data: { ...ownerOf(state), ...spent, thresholdPercent },
    }));
  const mustStop = isUsedUp(state, spentNanoUsd);
  if (mustStop && stoppedPeriod === null)
    events.push({ type: 'SpendingStopped', data: { ...ownerOf(state), ...spent } });
  if (!mustStop && stoppedPeriod !== null) events.push(resumed(state, atUs));
  return events;
};

const newestPeriod = ({ period, stoppedPeriod }: Said): string | null =>
  period === null || stoppedPeriod === null
    ? (period ?? stoppedPeriod)
    : period > stoppedPeriod
      ? period
      : stoppedPeriod;
