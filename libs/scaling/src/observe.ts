import { HEADWAY, type Constants } from './constants.ts';
import { demandsOf, type Demand } from './demands.ts';
import { observeError } from './error.ts';
import { observeGaps } from './gaps.ts';
import { holdSecondsOf } from './headway.ts';
import { highestWithin, observeHold, secondsToLower } from './hold.ts';
import type { Inputs } from './inputs.ts';
import { highestOf, lowestOf, observePace } from './pace.ts';
import { AWAKE, lastReplica } from './rest.ts';
import { boundsAt } from './schedule.ts';
import { newSeason, observeSeason } from './season.ts';
import type { Signals } from './signals.ts';
import type { EndpointState } from './state.ts';
import type { Terms } from './terms.ts';
import { knownSeconds, observeTraffic, rateOver, serviceSecondsOf, stuckSeconds } from './traffic.ts';

/** A new scaler does not shrink what it has not watched for so long. */
const GUARD_SECONDS = 60;
const RATE_SECONDS = 6;

type Context = Readonly<{ state: EndpointState; terms: Terms; signals: Signals; constants: Constants }>;

/** Takes one look into the state, and gives what a decision stands on. */
export const observe = (
  state: EndpointState,
  terms: Terms,
  signals: Signals,
  constants: Constants = HEADWAY,
): Inputs => {
  const current = signals.ready + signals.startingSeconds.length;
  observePace(state.pace, signals.atSeconds, current);
  if (!signals.stale) watch(state, terms, signals, constants);
  const facts = factsOf(state, terms, signals);
  if (signals.stale || terms.mode === 'manual') return facts;
  const rest = lastReplica({ state, terms, signals, constants }, facts.bounds);
  if (current === 0 && signals.waiting === 0) return { ...facts, rest };
  const demands = demandsOf(state, terms, signals, constants);
  if (current === 0) return { ...facts, rest, demands: demands.map(({ demand }) => demand) };
  learn({ state, terms, signals, constants }, demands);
  const plain = demands.map(({ demand }) => demand);
  return { ...facts, rest, demands: plain, ...holding({ state, terms, signals, constants }, current, plain) };
};

const factsOf = (state: EndpointState, terms: Terms, signals: Signals): Inputs => {
  const { inFlight, waiting, idleSeconds, readySeconds, secondsSinceWake, stale, ready } = signals;
  const starting = signals.startingSeconds.length;
  return {
    inFlight,
    waiting,
    requestsPerSecond: rateOver(state.traffic, RATE_SECONDS),
    current: ready + starting,
    ready,
    starting,
    idleSeconds,
    readySeconds,
    secondsSinceWake,
    stale,
    demands: [],
    heldReplicas: 0,
    holdSeconds: 0,
    holdEndsInSeconds: 0,
    rest: AWAKE,
    lowestOfMinute: lowestOf(state.pace, ready + starting),
    highestOfMinute: highestOf(state.pace, ready + starting),
    bounds: boundsAt(terms, signals.atSeconds),
    ceilings: [...signals.ceilings],
  };
};

/** Takes what was seen at a moment of the past into the state, without anything being decided on it. */
export const watch = (
  state: EndpointState,
  terms: Terms,
  signals: Signals,
  constants: Constants = HEADWAY,
): void => {
  const { traffic } = state;
  const before = traffic.second;
  observeTraffic(traffic, signals, constants);
  observeGaps(state.gaps, signals);
  const known = serviceSecondsOf(traffic, constants.serviceCompletions) ?? state.serviceSeconds;
  const isStuck = signals.finishedTotal !== null && signals.waiting > 0;
  state.serviceSeconds = Math.max(known, isStuck ? stuckSeconds(traffic) : 0);
  if (terms.seasonSeconds === null) state.season = null;
  else {
    if (state.season?.periodSeconds !== terms.seasonSeconds) state.season = newSeason(terms.seasonSeconds);
    if (traffic.second > before)
      observeSeason(state.season, signals.atSeconds, rateOver(traffic, traffic.second - before));
  }
};

/** What was wanted within the hold, this look included. */
const holding = (
  context: Context,
  current: number,
  demands: readonly Demand[],
): Pick<Inputs, 'heldReplicas' | 'holdSeconds' | 'holdEndsInSeconds'> => {
  const { state, terms, signals, constants } = context;
  const at = signals.atSeconds;
  const holdSeconds = holdSecondsOf(state.starts.median ?? constants.firstStartSeconds, terms, constants);
  const calm = calmOf(context, demands);
  observeHold(state.hold, at, calm);
  const heldReplicas = Math.max(calm, fullOf(signals, demands), highestWithin(state.hold, at, holdSeconds));
  const holdEndsInSeconds = secondsToLower(state.hold, at, holdSeconds);
  const guarded = state.firstAt + GUARD_SECONDS - at;
  if (guarded <= 0) return { heldReplicas, holdSeconds, holdEndsInSeconds };
  return {
    heldReplicas: Math.max(heldReplicas, current),
    holdSeconds,
    holdEndsInSeconds: Math.max(holdEndsInSeconds, guarded),
  };
};

const learn = ({ state, signals, constants }: Context, demands: ReturnType<typeof demandsOf>): void => {
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

/** As many ready replicas as are full of requests are kept, for as long as they are: no hold begins with them. */
const fullOf = ({ ready, inFlight }: Signals, demands: readonly Demand[]): number => {
  let most = 0;
  for (const { headway } of demands)
    if (headway) most = Math.max(most, Math.min(ready, Math.ceil(inFlight / headway.slots)));
  return most;
};
