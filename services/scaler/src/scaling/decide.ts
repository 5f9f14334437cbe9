import { type EventNamed, type ScalingSpec, type SpendingStop, stopWords } from '@tidegate/contracts';
import { boundsAt, type Decision as LoadDecision, formulaOf, sentenceOf } from '@tidegate/scaling';

/**
 * What its owner, or its life cycle, wants of an endpoint: nothing yet while it is built; `deploy` and `start` until a first
 * count was decided.
 */
export type Wish = 'build' | 'deploy' | 'start' | 'serve' | 'stop' | 'failed' | 'delete';

type Decided = EventNamed<'ScaleDecided'>['data'];
export type Decision = Omit<Decided, 'endpointId' | 'projectId' | 'revision' | 'leaseEpoch' | 'spare'>;

/** How loads become counts; a decision of another version was made by other rules. */
export const POLICY_VERSION = 2;

type Facts = Readonly<{
  scaling: ScalingSpec;
  wish: Wish;
  atSeconds: number;
  /** Nothing may be spent on it. */
  stop?: SpendingStop | null;
  /** The last decision said so. */
  isStarved?: boolean;
}>;

/** The count an endpoint must have, or null when it has it: the life cycle's word where it has one, else the money’s, else the load's. */
export const decide = (facts: Facts, load: LoadDecision): Decision | null => {
  const { wish, stop, isStarved = false } = facts;
  const { current } = load;
  // What is not built yet has nothing to run, and what waits for it waits on.
  if (wish === 'build') return null;
  if (isOff(wish)) return current === 0 ? null : ordered(current, 0, { cause: wish, formula: '0' });
  if (stop) return isStarved ? null : starved(load, stop);
  return running(facts, wish, load) ?? (isStarved ? freed(load) : null);
};

const running = (
  { scaling, atSeconds }: Facts,
  wish: 'deploy' | 'start' | 'serve',
  load: LoadDecision,
): Decision | null =>
  wish !== 'serve' && load.current === 0 ? firstCount(scaling, wish, atSeconds) : byLoad(load, scaling);

const isOff = (wish: Wish): wish is 'stop' | 'failed' | 'delete' =>
  wish === 'stop' || wish === 'failed' || wish === 'delete';

/** Said of an endpoint that has none as well: one that sleeps warm gives its hardware back then. */
const starved = ({ current, inputs }: LoadDecision, stop: SpendingStop): Decision => ({
  from: current,
  to: 0,
  cause: 'budget',
  inputs,
  formula: 'nothing may be spent: 0',
  limitedBy: ['budget'],
  mayMoveInSeconds: null,
  policyVersion: POLICY_VERSION,
  text: `${String(current)} → 0: ${stopWords(stop)}.`,
});

/** Its count stays, but no more for want of money. */
const freed = ({ current, inputs }: LoadDecision): Decision => ({
  from: current,
  to: current,
  cause: 'load',
  inputs,
  formula: 'nothing waits: 0',
  limitedBy: [],
  mayMoveInSeconds: null,
  policyVersion: POLICY_VERSION,
  text: 'stays at 0: there is money again, and it wakes with the next request.',
});

/** The first start proves the endpoint, whatever its minimum is. */
const firstCount = (scaling: ScalingSpec, cause: 'deploy' | 'start', atSeconds: number): Decision => {
  const { minReplicas } = boundsAt(scaling, atSeconds);
  const to = Math.max(1, minReplicas);
  return ordered(0, to, { cause, formula: `max(1, minReplicas ${String(minReplicas)}) = ${String(to)}` });
};

const BECAUSE = {
  deploy: 'the first start proves the deployment',
  start: 'a start was requested',
  stop: 'a stop was requested',
  failed: 'the endpoint failed',
  delete: 'the endpoint was deleted',
} as const;

const ordered = (
  from: number,
  to: number,
  { cause, formula }: Readonly<{ cause: keyof typeof BECAUSE; formula: string }>,
): Decision => ({
  from,
  to,
  cause,
  inputs: null,
  formula,
  limitedBy: [],
  mayMoveInSeconds: null,
  policyVersion: POLICY_VERSION,
  text: `${String(from)} → ${String(to)}: ${BECAUSE[cause]}.`,
});

const byLoad = (load: LoadDecision, { mode }: ScalingSpec): Decision | null => {
  const { current, desired, cause, inputs, limitedBy, mayMoveInSeconds } = load;
  // A count of 0 by hand waits until the first start has proven itself.
  const isUnproven = mode === 'manual' && desired === 0 && inputs.readySeconds === null;
  if (desired === current || isUnproven) return null;
  return {
    from: current,
    to: desired,
    cause,
    inputs,
    formula: formulaOf(load),
    limitedBy: [...limitedBy],
    mayMoveInSeconds,
    policyVersion: POLICY_VERSION,
    text: sentenceOf(load),
  };
};
