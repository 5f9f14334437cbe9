import type { EventNamed, ScalingInputs, ScalingSpec } from '@tidegate/contracts';
import { asksFor, type Outcome, sentence } from './explain.ts';
import { type Formula, formula as present } from './formula.ts';

/**
 * What its owner, or its life cycle, wants of an endpoint: nothing yet while it is built; `deploy` and `start` until a first
 * count was decided.
 */
export type Wish = 'build' | 'deploy' | 'start' | 'serve' | 'stop' | 'failed' | 'delete';

export type Facts = Readonly<{ scaling: ScalingSpec; wish: Wish; inputs: ScalingInputs }>;

export type Decision = Omit<
  EventNamed<'ScaleDecided'>['data'],
  'endpointId' | 'projectId' | 'revision' | 'leaseEpoch'
>;

/**
 * The count an endpoint must have, or null when it has it. A function of these facts alone: the inputs that the decision
 * records, given again with the same revision's scaling, give the same count.
 */
export const decide = ({ scaling, wish, inputs }: Facts, policy: Formula = present): Decision | null => {
  // What is not built yet has nothing to run, and what waits for it waits on.
  if (wish === 'build') return null;
  const outcome = outcomeOf({ scaling, wish, inputs }, policy);
  const { to, cause, limitedBy, arithmetic } = outcome;
  const from = inputs.current;
  if (to === from) return null;
  const measured = cause === 'load' || cause === 'wake' || cause === 'idle' || cause === 'manual';
  return {
    from,
    to,
    cause,
    inputs: measured ? inputs : null,
    formula: arithmetic,
    limitedBy,
    policyVersion: policy.version,
    text: sentence(from, outcome, scaling),
  };
};

const outcomeOf = (facts: Facts & Readonly<{ wish: Exclude<Wish, 'build'> }>, policy: Formula): Outcome => {
  const { scaling, wish, inputs } = facts;
  switch (wish) {
    case 'stop':
    case 'failed':
    case 'delete':
      return { to: 0, cause: wish, limitedBy: [], arithmetic: '0', because: BECAUSE[wish] };
    case 'deploy':
    case 'start':
      if (inputs.current === 0) return firstCount(scaling, wish);
      break;
    case 'serve':
  }
  if (scaling.mode === 'manual') return fixedCount(scaling, inputs);
  return inputs.current === 0 ? fromZero(scaling, inputs) : running(scaling, inputs, policy);
};

const BECAUSE = {
  deploy: 'the first start proves the deployment',
  start: 'a start was requested',
  stop: 'a stop was requested',
  failed: 'the endpoint failed',
  delete: 'the endpoint was deleted',
} as const;

const firstCount = (scaling: ScalingSpec, cause: 'deploy' | 'start'): Outcome => {
  const { minReplicas } = scaling;
  const asked = Math.max(1, minReplicas);
  const arithmetic = `max(1, minReplicas ${String(minReplicas)}) = ${String(asked)}`;
  return { to: asked, cause, limitedBy: [], arithmetic, because: BECAUSE[cause] };
};

/** A count of 0 waits until the first start has proven itself. */
const fixedCount = ({ minReplicas }: ScalingSpec, { current, readySeconds }: ScalingInputs): Outcome => {
  const to = minReplicas === 0 && readySeconds === null ? current : minReplicas;
  const arithmetic = `minReplicas ${String(minReplicas)}`;
  return { to, cause: 'manual', limitedBy: [], arithmetic, because: 'the count is fixed by hand' };
};

const fromZero = (scaling: ScalingSpec, inputs: ScalingInputs): Outcome => {
  if (inputs.waiting === 0) return bounded(scaling, { to: 0, cause: 'load', arithmetic: '0', because: '' });
  const highest = asksFor(inputs);
  const asked = Math.max(1, highest.replicas);
  return bounded(scaling, {
    to: asked,
    cause: 'wake',
    arithmetic: `max(1, ${highest.arithmetic}) = ${String(asked)}`,
    because: highest.replicas > 0 ? highest.because : 'a request waits',
  });
};

const running = (scaling: ScalingSpec, inputs: ScalingInputs, policy: Formula): Outcome => {
  const { current, stale, observedSeconds } = inputs;
  const stay = { to: current, cause: 'load', arithmetic: String(current), because: '' } as const;
  if (stale) return bounded(scaling, { ...stay, limitedBy: ['metric_stale'] });
  const awake = keptAwakeBy(scaling, inputs, policy);
  if (awake === null) return asleep(inputs, policy.idleLimitSeconds(scaling));
  const highest = asksFor(inputs);
  if (highest.replicas > current)
    return bounded(scaling, { ...highest, to: highest.replicas, cause: 'load' });
  if (observedSeconds < policy.holdSeconds) return bounded(scaling, stay);
  return bounded(
    scaling,
    shrunk(inputs, { wanted: highest.replicas, awake, holdSeconds: policy.holdSeconds }),
  );
};

const shrunk = (
  { current, heldReplicas }: ScalingInputs,
  { wanted, awake, holdSeconds }: { wanted: number; awake: readonly Awake[]; holdSeconds: number },
): Outcome => {
  const least = Math.max(1, wanted);
  const to = Math.min(current, Math.max(least, heldReplicas));
  return {
    to,
    cause: 'load',
    limitedBy: [...(to > least ? (['scale_down_hold'] as const) : []), ...(to === 1 ? awake : [])],
    arithmetic: `max(1, now ${String(wanted)}, held ${String(heldReplicas)}) = ${String(to)}`,
    because: `for ${String(holdSeconds)} s never more than ${String(to)} were wanted`,
  };
};

type Awake = 'idle_timeout' | 'initial_cooldown';

/**
 * What alone keeps the last replica, none when sleep is out of the question; null when it may go. Quiet counts from the last request, but never from before the traffic
 * was seen without a break, nor from before a replica was ready: a start that was asked for is awaited and proven.
 */
const keptAwakeBy = (
  scaling: ScalingSpec,
  inputs: ScalingInputs,
  policy: Formula,
): readonly Awake[] | null => {
  if (scaling.minReplicas > 0 || inputs.inFlight + inputs.waiting > 0) return [];
  const awake: Awake[] = [];
  if (quietSeconds(inputs) < policy.idleLimitSeconds(scaling)) awake.push('idle_timeout');
  if ((inputs.secondsSinceWake ?? Infinity) < scaling.initialCooldownSeconds) awake.push('initial_cooldown');
  return awake.length === 0 ? null : awake;
};

const quietSeconds = ({ idleSeconds, observedSeconds, readySeconds }: ScalingInputs): number =>
  Math.min(idleSeconds ?? Infinity, observedSeconds, readySeconds ?? 0);

const asleep = ({ idleSeconds, observedSeconds }: ScalingInputs, limitSeconds: number): Outcome => {
  const quiet = String(Math.floor(idleSeconds ?? observedSeconds));
  const limit = String(limitSeconds);
  const because = `nothing in flight or waiting for ${quiet} s; the idle timeout is ${limit} s`;
  return { to: 0, cause: 'idle', limitedBy: [], arithmetic: `${quiet} s >= ${limit} s: 0`, because };
};

const bounded = (
  { minReplicas, maxReplicas }: ScalingSpec,
  asked: Omit<Outcome, 'limitedBy'> & Partial<Pick<Outcome, 'limitedBy'>>,
): Outcome => {
  const to = Math.min(maxReplicas, Math.max(minReplicas, asked.to));
  const limitedBy = asked.limitedBy ?? [];
  if (to === asked.to) return { ...asked, limitedBy };
  const limit = to > asked.to ? 'min_replicas' : 'max_replicas';
  const arithmetic = `${asked.arithmetic}; within ${String(minReplicas)}..${String(maxReplicas)}: ${String(to)}`;
  return { ...asked, to, limitedBy: [...limitedBy, limit], arithmetic };
};
