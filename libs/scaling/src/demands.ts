import type { Constants } from './constants.ts';
import { ceiling, reckon, type Reckoning } from './headway.ts';
import { ratesOf } from './rates.ts';
import type { Signals } from './signals.ts';
import type { EndpointState } from './state.ts';
import type { Rule, Terms } from './terms.ts';

/** What one rule asks for by itself. Null: its value is not known now. */
export type Demand = Readonly<{
  metric: string;
  target: number;
  value: number | null;
  /** Wanted now, those of them wanted even without a backlog, and kept once they are ready. */
  replicas: number;
  calm: number;
  keep: number;
  /** How it came to its answer. Null for rules that headway does not handle. */
  headway: Omit<Reckoning, 'up' | 'calm' | 'keep'> | null;
}>;

export type Reckoned = Readonly<{ demand: Demand; reckoning: Reckoning | null }>;

/** A count is kept as long as the value fills so much of what one fewer could carry. */
const DEAD_BAND = 0.9;

export const demandsOf = (
  state: EndpointState,
  terms: Terms,
  signals: Signals,
  constants: Constants,
): Reckoned[] =>
  terms.rules.map((rule, index): Reckoned => {
    if (rule.metric === 'concurrency') {
      const reckoning = reckon(state, signals, terms, { constants, slots: rule.target });
      const { up, calm, keep, ...headway } = reckoning;
      const replicas = Math.max(up, unproven(state, signals, rule));
      return {
        demand: { ...named(rule), value: reckoning.demand, replicas, calm, keep, headway },
        reckoning,
      };
    }
    const value =
      rule.metric === 'requestsPerSecond'
        ? arrivalRate(state, terms, constants)
        : (signals.values[index] ?? null);
    return { demand: proportional(rule, value), reckoning: null };
  });

/** Too little was answered yet to know how long one takes: what is in flight is what there is. */
const unproven = ({ traffic }: EndpointState, { inFlight }: Signals, { target }: Rule): number =>
  traffic.bundleCounts.length === 0 ? Math.ceil(inFlight / target) : 0;

const arrivalRate = ({ traffic, starts }: EndpointState, { panic }: Terms, constants: Constants): number => {
  const rates = ratesOf(traffic, starts.median ?? constants.firstStartSeconds, constants);
  const level = rates.level > 0 ? Math.max(rates.level, rates.climbing) : 0;
  return panic ? Math.max(level, rates.surge) : level;
};

/** Its own value over its target. */
export const proportional = (rule: Rule, value: number | null): Demand => ({
  ...named(rule),
  value,
  replicas: value === null ? 0 : ceiling(value / rule.target),
  calm: value === null ? 0 : ceiling(value / rule.target),
  keep: value === null ? 0 : ceiling(value / rule.target / DEAD_BAND),
  headway: null,
});

const named = ({ metric, target }: Rule): Rule => ({ metric, target });

/** The rule that asks for most; of equals the first. Null: none is known. */
export const highestOf = (demands: readonly Demand[]): Demand | null => {
  let highest: Demand | null = null;
  for (const demand of demands)
    if (demand.value !== null && (highest === null || demand.replicas > highest.replicas)) highest = demand;
  return highest;
};
