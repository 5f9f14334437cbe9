import { HEADWAY, type Constants } from './constants.ts';
import { demandsOf, highestOf, type Demand } from './demands.ts';
import { observeError } from './error.ts';
import { observeGaps } from './gaps.ts';
import { holdSecondsOf } from './headway.ts';
import { highestWithin, observeHold, secondsToLower } from './hold.ts';
import { boundsOf, type Limit, limited } from './limits.ts';
import { observePace } from './pace.ts';
import { lastReplica, type Rest } from './rest.ts';
import { newSeason, observeSeason } from './season.ts';
import type { Signals } from './signals.ts';
import type { EndpointState } from './state.ts';
import type { Terms } from './terms.ts';
import { knownSeconds, observeTraffic, rateOver, serviceSecondsOf } from './traffic.ts';

export type Cause = 'load' | 'wake' | 'idle' | 'manual';

/** The count an endpoint is to have, and all that it was made of. */
export type Decision = Readonly<{
  current: number;
  desired: number;
  cause: Cause;
  demands: readonly Demand[];
  /** The highest count wanted within the last `holdSeconds`. */
  held: number;
  holdSeconds: number;
  /** What decided on the last replica; null when more than the last was wanted. */
  rest: Rest | null;
  limitedBy: readonly Limit[];
  /** When a lower count becomes possible with nothing new happening; null: not by time alone. */
  mayMoveInSeconds: number | null;
}>;

/** A new scaler does not shrink what it has not watched for so long. */
const GUARD_SECONDS = 60;

/**
 * Takes one look into the state and decides. A function of the state, the terms and the signals alone: the same ones give the same
 * decisions. Look every second, and at once when a request waits and there is no replica.
 */
export const decide = (
  state: EndpointState,
  terms: Terms,
  signals: Signals,
  constants: Constants = HEADWAY,
): Decision => {
  const current = signals.ready + signals.startingSeconds.length;
  observePace(state.pace, signals.atSeconds, current);
  if (terms.mode === 'manual')
    return still(current, { to: boundsOf(terms, signals).minReplicas, terms, signals, state });
  if (signals.stale) return still(current, { to: current, terms, signals, state });
  observe(state, terms, signals, constants);
  const rest = lastReplica(state, terms, signals, constants);
  if (current === 0) return fromZero({ state, terms, signals, constants }, rest);
  return running({ state, terms, signals, constants }, current, rest);
};

type Context = Readonly<{ state: EndpointState; terms: Terms; signals: Signals; constants: Constants }>;

const observe = (state: EndpointState, terms: Terms, signals: Signals, constants: Constants): void => {
  const { traffic } = state;
  const before = traffic.second;
  observeTraffic(traffic, signals, constants);
  observeGaps(state.gaps, signals);
  state.serviceSeconds = serviceSecondsOf(traffic, constants.serviceCompletions) ?? state.serviceSeconds;
  if (terms.seasonSeconds === null) state.season = null;
  else {
    if (state.season?.periodSeconds !== terms.seasonSeconds) state.season = newSeason(terms.seasonSeconds);
    if (traffic.second > before)
      observeSeason(state.season, signals.atSeconds, rateOver(traffic, traffic.second - before));
  }
};

/** Neither by hand nor with nobody watching does the load have a say. */
const still = (
  current: number,
  {
    to,
    terms,
    signals,
    state,
  }: Readonly<{ to: number; terms: Terms; signals: Signals; state: EndpointState }>,
): Decision => {
  const isManual = terms.mode === 'manual';
  const asked = { replicas: to, by: isManual ? [] : (['metric_stale'] as const) };
  const { replicas, by } = limited(asked, current, { state, terms, signals });
  return {
    current,
    desired: replicas,
    cause: isManual ? 'manual' : 'load',
    demands: [],
    held: 0,
    holdSeconds: 0,
    rest: null,
    limitedBy: by,
    mayMoveInSeconds: null,
  };
};

/** One, at once, for however many wait: the next look sizes the rest. */
const fromZero = ({ state, terms, signals }: Context, rest: Rest): Decision => {
  const wakes = signals.waiting > 0;
  const asked = { replicas: wakes || rest.isExpected ? 1 : 0, by: [] };
  const { replicas, by } = limited(asked, 0, { state, terms, signals });
  return {
    current: 0,
    desired: replicas,
    cause: wakes ? 'wake' : 'load',
    demands: [],
    held: 0,
    holdSeconds: 0,
    rest,
    limitedBy: by,
    mayMoveInSeconds: null,
  };
};

const running = (context: Context, current: number, rest: Rest): Decision => {
  const { state, terms, signals, constants } = context;
  const demands = demandsOf(state, terms, signals, constants);
  const highest = highestOf(demands);
  if (highest === null) return still(current, { to: current, terms, signals, state });
  learn(context, demands);
  const { held, holdSeconds, lowersInSeconds } = holding(context, current, demands);
  const wanted = Math.max(highest.up, held, awaited(signals, current, highest));
  const isLast = wanted <= 1;
  const asked = isLast
    ? { replicas: rest.isKept ? 1 : 0, by: rest.by }
    : { replicas: wanted, by: held > highest.up ? (['scale_down_hold'] as const) : [] };
  const { replicas, by } = limited(asked, current, { state, terms, signals });
  return {
    current,
    desired: replicas,
    cause: replicas === 0 ? 'idle' : 'load',
    demands,
    held,
    holdSeconds,
    rest: isLast ? rest : null,
    limitedBy: by,
    mayMoveInSeconds: isLast ? rest.leavesInSeconds : lowersInSeconds,
  };
};

/** What was wanted within the hold, this look included. */
const holding = (
  context: Context,
  current: number,
  demands: readonly Demand[],
): Readonly<{ held: number; holdSeconds: number; lowersInSeconds: number }> => {
  const { state, terms, signals, constants } = context;
  const at = signals.atSeconds;
  const holdSeconds = holdSecondsOf(state.starts.median ?? constants.firstStartSeconds, terms, constants);
  const calm = calmOf(context, demands);
  observeHold(state.hold, at, calm);
  const held = Math.max(calm, highestWithin(state.hold, at, holdSeconds));
  const lowersInSeconds = secondsToLower(state.hold, at, holdSeconds);
  const guarded = state.firstAt + GUARD_SECONDS - at;
  if (guarded <= 0) return { held, holdSeconds, lowersInSeconds };
  return {
    held: Math.max(held, current),
    holdSeconds,
    lowersInSeconds: Math.max(lowersInSeconds, guarded),
  };
};

const learn = ({ state, signals, constants }: Context, demands: readonly Demand[]): void => {
  for (const { reckoning } of demands)
    if (reckoning) {
      const { level, startSeconds, serviceSeconds } = reckoning;
      const rate = rateOver(state.traffic, 10);
      observeError(
        state.error,
        { at: signals.atSeconds, level, startSeconds, serviceSeconds, rate },
        constants,
      );
    }
};

/**
 * What is kept of the present count: what the load fills without its backlog, and ready replicas within a dead band above it. A start
 * that turns out to be for nothing is given up at once.
 */
const calmOf = ({ state, signals, constants }: Context, demands: readonly Demand[]): number => {
  const busy = signals.inFlight + signals.waiting > 0;
  if (!busy && rateOver(state.traffic, Math.min(constants.longSeconds, knownSeconds(state.traffic))) === 0)
    return 0;
  let most = 1;
  for (const { calm, keep } of demands) most = Math.max(most, calm, Math.min(signals.ready, keep));
  return most;
};

/** No start is cancelled while somebody waits for it. */
const awaited = ({ startingSeconds }: Signals, current: number, { up, reckoning }: Demand): number =>
  reckoning && reckoning.backlog > 0 ? Math.min(current, up + startingSeconds.length) : 0;
