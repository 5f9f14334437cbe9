import { highestOf, lowestOf } from './pace.ts';
import type { Signals } from './signals.ts';
import type { EndpointState } from './state.ts';
import type { Terms } from './terms.ts';

/** What kept the count from being what the load alone would have asked for. */
export type Limit =
  | 'min_replicas'
  | 'max_replicas'
  | 'idle_timeout'
  | 'initial_cooldown'
  | 'scale_down_hold'
  | 'scale_up_rate'
  | 'scale_down_rate'
  | 'metric_stale'
  | 'budget'
  | 'capacity';

/** A count and what made it so, from the load towards the hard limits. */
export type Limited = Readonly<{ replicas: number; by: readonly Limit[] }>;

const lower = ({ replicas, by }: Limited, most: number, limit: Limit): Limited =>
  replicas > most ? { replicas: most, by: [...by, limit] } : { replicas, by };

const raise = ({ replicas, by }: Limited, least: number, limit: Limit): Limited =>
  replicas < least ? { replicas: least, by: [...by, limit] } : { replicas, by };

export const boundsOf = (
  terms: Terms,
  { scheduled }: Signals,
): Readonly<{ minReplicas: number; maxReplicas: number }> => scheduled ?? terms;

/**
 * First how fast, then how many, and last what the world can give: a budget or a full cluster overrule the owner’s minimum. Nobody is
 * sent away because the cluster is full: that ceiling only keeps from asking for more.
 */
export const limited = (
  asked: Limited,
  current: number,
  { state, terms, signals }: Readonly<{ state: EndpointState; terms: Terms; signals: Signals }>,
): Limited => {
  const { minReplicas, maxReplicas } = boundsOf(terms, signals);
  let result = paced(asked, current, state, terms);
  result = raise(result, minReplicas, 'min_replicas');
  result = lower(result, Math.max(minReplicas, maxReplicas), 'max_replicas');
  for (const { reason, replicas } of signals.ceilings)
    result = lower(result, reason === 'capacity' ? Math.max(current, replicas) : replicas, reason);
  return result;
};

const paced = (asked: Limited, current: number, { pace }: EndpointState, terms: Terms): Limited => {
  const { mostAddedPerMinute, mostRemovedPerMinute } = terms;
  let result = asked;
  // A wake is never delayed.
  if (mostAddedPerMinute !== null && asked.replicas > Math.max(1, current))
    result = lower(
      result,
      Math.max(1, current, lowestOf(pace, current) + mostAddedPerMinute),
      'scale_up_rate',
    );
  if (mostRemovedPerMinute !== null && asked.replicas < current)
    result = raise(
      result,
      Math.min(current, highestOf(pace, current) - mostRemovedPerMinute),
      'scale_down_rate',
    );
  return result;
};
