import type { Inputs } from './inputs.ts';
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

/**
 * First how fast, then how many, and last what the world can give: a budget or a full cluster overrule the owner’s minimum. Nobody is
 * sent away because the cluster is full: that ceiling only keeps from asking for more.
 */
export const limited = (asked: Limited, inputs: Inputs, terms: Terms): Limited => {
  const { bounds, ceilings, current } = inputs;
  let result = terms.mode === 'manual' ? asked : paced(asked, inputs, terms);
  result = raise(result, bounds.minReplicas, 'min_replicas');
  result = lower(result, bounds.maxReplicas, 'max_replicas');
  for (const { reason, replicas } of ceilings)
    result = lower(result, reason === 'capacity' ? Math.max(current, replicas) : replicas, reason);
  return result;
};

const paced = (asked: Limited, inputs: Inputs, terms: Terms): Limited => {
  const { scaleUpPerMinute, scaleDownPerMinute } = terms;
  const { current, lowestOfMinute, highestOfMinute } = inputs;
  let result = asked;
  // A wake is never delayed.
  if (scaleUpPerMinute !== null && asked.replicas > Math.max(1, current))
    result = lower(result, Math.max(1, current, lowestOfMinute + scaleUpPerMinute), 'scale_up_rate');
  if (scaleDownPerMinute !== null && asked.replicas < current)
    result = raise(result, Math.min(current, highestOfMinute - scaleDownPerMinute), 'scale_down_rate');
  return result;
};
