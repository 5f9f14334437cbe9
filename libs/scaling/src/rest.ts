import type { Constants } from './constants.ts';
import { waitPriceOf } from './headway.ts';
import { type IdlePlan, idlePlanOf, isKept } from './idle-plan.ts';
import { boundsOf, type Limit } from './limits.ts';
import type { Signals } from './signals.ts';
import type { EndpointState } from './state.ts';
import type { Terms } from './terms.ts';

/** Whether the last replica stays when the load asks for no more than one. */
export type Rest = Readonly<{
  isKept: boolean;
  /** Whether the plan wants one ready before the next request comes. */
  isExpected: boolean;
  by: readonly Limit[];
  idleSeconds: number;
  plan: IdlePlan;
  /** With nothing new happening; null: it stays, or is not there. */
  leavesInSeconds: number | null;
}>;

const AWAY = { fromSeconds: Infinity, toSeconds: Infinity };

/** A start that was asked for is awaited and proven, and only then is quiet a reason to let it go. */
export const lastReplica = (
  state: EndpointState,
  terms: Terms,
  signals: Signals,
  constants: Constants,
): Rest => {
  const plan = planOf(state, terms, constants);
  const idleSeconds = idleSecondsOf(state, signals);
  if (mustStay(terms, signals))
    return { isKept: true, isExpected: false, by: [], idleSeconds, plan, leavesInSeconds: null };
  const isQuiet = idleSeconds >= plan.keepSeconds;
  const startSeconds = state.starts.median ?? constants.firstStartSeconds;
  const isExpected = isQuiet && isKept(plan, idleSeconds, startSeconds);
  const coolsSeconds = cooldownSecondsLeft(terms, signals);
  const by: Limit[] = isQuiet ? [] : ['idle_timeout'];
  if (coolsSeconds > 0) by.push('initial_cooldown');
  const endsSeconds = (isExpected ? plan.toSeconds : plan.keepSeconds) - idleSeconds;
  const isProven = signals.ready > 0;
  return {
    isKept: by.length > 0 || isExpected || !isProven,
    isExpected,
    by,
    idleSeconds,
    plan,
    leavesInSeconds: isProven ? Math.max(0, endsSeconds, coolsSeconds) : null,
  };
};

const cooldownSecondsLeft = (
  { initialCooldownSeconds }: Terms,
  { ready, startingSeconds, secondsSinceWake }: Signals,
): number =>
  ready + startingSeconds.length === 0 || secondsSinceWake === null
    ? 0
    : Math.max(0, initialCooldownSeconds - secondsSinceWake);

const mustStay = (terms: Terms, signals: Signals): boolean =>
  signals.inFlight + signals.waiting > 0 || boundsOf(terms, signals).minReplicas > 0;

const idleSecondsOf = (state: EndpointState, { idleSeconds, atSeconds, readySeconds }: Signals): number =>
  idleSeconds ?? Math.min(atSeconds - state.firstAt, readySeconds ?? 0);

const planOf = (state: EndpointState, terms: Terms, constants: Constants): IdlePlan => {
  const fixed = terms.idleTimeoutSeconds;
  if (fixed !== null) return { keepSeconds: fixed, ...AWAY };
  const startSeconds = state.starts.median ?? constants.firstStartSeconds;
  const waitPrice = waitPriceOf(terms.price, constants);
  const { plan, gaps } = state;
  if (
    plan?.gapsSeen === gaps.seen &&
    plan.costs.startSeconds === startSeconds &&
    plan.costs.waitPrice === waitPrice
  )
    return plan.plan;
  const costs = {
    startSeconds,
    waitPrice,
    leastSeconds: constants.leastIdleSeconds,
    mostSeconds: constants.mostIdleSeconds,
    mostGuessedSeconds: constants.mostGuessedIdleSeconds,
    gapsToLearn: constants.gapsToLearn,
  };
  state.plan = { gapsSeen: gaps.seen, costs, plan: idlePlanOf(gaps, costs) };
  return state.plan.plan;
};
