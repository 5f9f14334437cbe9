import type { Constants } from './constants.ts';
import { waitPriceOf } from './headway.ts';
import { type IdlePlan, idlePlanOf, isKept } from './idle-plan.ts';
import type { Limit } from './limits.ts';
import type { Bounds } from './schedule.ts';
import type { Signals } from './signals.ts';
import type { EndpointState } from './state.ts';
import type { Terms } from './terms.ts';

/** Whether the last replica stays when the load asks for no more than one. */
export type Rest = {
  isKept: boolean;
  /** Whether the plan wants one ready before the next request comes. */
  isExpected: boolean;
  by: Limit[];
  idleSeconds: number;
  /** How long it stays with nothing to do. */
  keepSeconds: number;
  /** With nothing new happening; null: it stays, or is not there. */
  leavesInSeconds: number | null;
};

/** Where rest is not asked about. */
export const AWAKE: Rest = {
  isKept: true,
  isExpected: false,
  by: [],
  idleSeconds: 0,
  keepSeconds: 0,
  leavesInSeconds: null,
};

const AWAY = { fromSeconds: Infinity, toSeconds: Infinity };

type Context = Readonly<{ state: EndpointState; terms: Terms; signals: Signals; constants: Constants }>;

/** A start that was asked for is awaited and proven, and only then is quiet a reason to let it go. */
export const lastReplica = ({ state, terms, signals, constants }: Context, bounds: Bounds): Rest => {
  const plan = planOf(state, terms, constants);
  const { keepSeconds } = plan;
  const idleSeconds = idleSecondsOf(state, signals);
  if (signals.inFlight + signals.waiting > 0 || bounds.minReplicas > 0)
    return { ...AWAKE, idleSeconds, keepSeconds };
  const isQuiet = idleSeconds >= keepSeconds;
  const startSeconds = state.starts.median ?? constants.firstStartSeconds;
  const isExpected = isQuiet && isKept(plan, idleSeconds, startSeconds);
  const coolsSeconds = cooldownSecondsLeft(terms, signals);
  const by: Limit[] = isQuiet ? [] : ['idle_timeout'];
  if (coolsSeconds > 0) by.push('initial_cooldown');
  const rest = { isExpected, by, idleSeconds, keepSeconds };
  if (signals.ready === 0) return { ...rest, isKept: true, leavesInSeconds: null };
  const endsSeconds = (isExpected ? plan.toSeconds : keepSeconds) - idleSeconds;
  const leavesInSeconds = Math.max(0, endsSeconds, coolsSeconds);
  return { ...rest, isKept: by.length > 0 || isExpected, leavesInSeconds };
};

const cooldownSecondsLeft = (
  { initialCooldownSeconds }: Terms,
  { ready, startingSeconds, secondsSinceWake }: Signals,
): number =>
  ready + startingSeconds.length === 0 || secondsSinceWake === null
    ? 0
    : Math.max(0, initialCooldownSeconds - secondsSinceWake);

const idleSecondsOf = (state: EndpointState, { idleSeconds, atSeconds, readySeconds }: Signals): number =>
  idleSeconds ?? Math.min(atSeconds - state.firstAt, readySeconds ?? 0);

const planOf = (state: EndpointState, terms: Terms, constants: Constants): IdlePlan => {
  const fixed = terms.idleTimeoutSeconds;
  if (fixed !== null) return { keepSeconds: fixed, ...AWAY };
  const startSeconds = state.starts.median ?? constants.firstStartSeconds;
  const waitPrice = waitPriceOf(terms.waitPrice, constants);
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
