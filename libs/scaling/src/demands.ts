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
  /** Replicas wanted now, those of them wanted even without a backlog, and replicas kept once they are ready. */
  up: number;
  calm: number;
  keep: number;
  /** Absent for rules that headway does not handle. */
  reckoning: Reckoning | null;
}>;

/** A count is kept as long as the value fills so much of what one fewer could carry. */
const DEAD_BAND = 0.9;

export const demandsOf = (
  state: EndpointState,
  terms: Terms,
  signals: Signals,
  constants: Constants,
): Demand[] =>
  terms.rules.map((rule, index): Demand => {
    if (rule.metric === 'concurrency') {
      const reckoning = reckon(state, signals, terms, { constants, slots: rule.target });
      return {
        ...rule,
        value: reckoning.demand,
        up: reckoning.up,
        calm: reckoning.calm,
        keep: reckoning.keep,
        reckoning,
      };
    }
    const value =
      rule.metric === 'requestsPerSecond'
        ? arrivalRate(state, terms, constants)
        : (signals.values[index] ?? null);
    return proportional(rule, value);
  });

const arrivalRate = ({ traffic, starts }: EndpointState, { panic }: Terms, constants: Constants): number => {
  const rates = ratesOf(traffic, starts.median ?? constants.firstStartSeconds, constants);
  const level = rates.level > 0 ? Math.max(rates.level, rates.climbing) : 0;
  return panic ? Math.max(level, rates.surge) : level;
};

/** Its own value over its target. */
export const proportional = (rule: Rule, value: number | null): Demand => ({
  ...rule,
  value,
  up: value === null ? 0 : ceiling(value / rule.target),
  calm: value === null ? 0 : ceiling(value / rule.target),
  keep: value === null ? 0 : ceiling(value / rule.target / DEAD_BAND),
  reckoning: null,
});

/** The rule that asks for most; of equals the first. Null: none is known. */
export const highestOf = (demands: readonly Demand[]): Demand | null => {
  let highest: Demand | null = null;
  for (const demand of demands)
    if (demand.value !== null && (highest === null || demand.up > highest.up)) highest = demand;
  return highest;
};
