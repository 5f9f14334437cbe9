import type { Constants, Price } from './constants.ts';
import { errorOf } from './error.ts';
import { ratesOf } from './rates.ts';
import { expectedRate } from './season.ts';
import type { Signals } from './signals.ts';
import type { EndpointState } from './state.ts';
import type { Terms } from './terms.ts';

/** The terms of headway, in busy slots but for the last two. */
export type Reckoning = Readonly<{
  slots: number;
  serviceSeconds: number;
  startSeconds: number;
  /** By Little’s law, of what comes now and is likely to go on. */
  level: number;
  /** Of the rate that is surely there right now. */
  surge: number;
  /** Of the rate that earlier periods lead to expect. */
  seasonal: number;
  demand: number;
  error: number;
  spread: number;
  safety: number;
  backlog: number;
  /** Replicas wanted now, and the least of them that is wanted without a backlog; replicas kept once they are ready. */
  up: number;
  calm: number;
  keep: number;
}>;

/** Sums of thirds tremble in the last bits. */
const TREMBLE = 1e-9;
export const ceiling = (replicas: number): number => Math.max(0, Math.ceil(replicas - TREMBLE));

type Times = Readonly<{ serviceSeconds: number; startSeconds: number; slots: number }>;

/**
 * base   = max(level, seasonal)              service time · arrivals per second: busy slots
 * demand = max(base, surge)
 * ε      = learned error · D / (D + σ · s)   of the forecast, as far as it lasts
 * spread = √(ν · base + (ε · base)²)         the noise of Poisson arrivals, and the error
 * safety = base + β · spread − demand        a surge uses it up; β less for slow starts: their callers are used to waits
 * up     = ⌈(demand + safety + backlog) / S⌉
 * keep   = ⌈(demand + safety + γ · D / (D + σ · s) · spread) / S⌉
 */
export const reckon = (
  state: EndpointState,
  signals: Signals,
  terms: Terms,
  { constants, slots }: Readonly<{ constants: Constants; slots: number }>,
): Reckoning => {
  const { serviceSeconds } = state;
  const startSeconds = state.starts.median ?? constants.firstStartSeconds;
  const times = { serviceSeconds, startSeconds, slots };
  const rates = ratesOf(state.traffic, startSeconds, constants);
  const level = serviceSeconds * (rates.level > 0 ? Math.max(rates.level, rates.climbing) : 0);
  const surge = terms.panic ? serviceSeconds * rates.surge : 0;
  const seasonal = state.season
    ? serviceSeconds * expectedRate(state.season, signals.atSeconds, startSeconds)
    : 0;
  const base = Math.max(level, seasonal);
  const demand = Math.max(base, surge);
  const lasting = lastingShare(times, constants);
  const error = errorOf(state.error, constants) * lasting;
  const spread = Math.sqrt(constants.noiseShare * base + (error * base) ** 2);
  const safety = Math.max(0, base + sigmasOf(terms, startSeconds, constants) * spread - demand);
  const backlog = terms.panic ? backlogOf(signals, rates.short, times, constants) : 0;
  const band = constants.deadBandSigmas * lasting * spread;
  return {
    ...times,
    level,
    surge,
    seasonal,
    demand,
    error,
    spread,
    safety,
    backlog,
    up: ceiling((demand + safety + backlog) / slots),
    calm: ceiling((demand + safety) / slots),
    keep: ceiling((demand + safety + band) / slots),
  };
};

/**
 * What was forecast wrongly, or let go wrongly, is put right within one start. Where a start takes no longer than a few requests,
 * those in flight bridge most of it.
 */
const lastingShare = ({ startSeconds, serviceSeconds }: Times, { smoothingServices }: Constants): number =>
  startSeconds / (startSeconds + smoothingServices * serviceSeconds);

const sigmasOf = ({ waitPrice }: Terms, startSeconds: number, constants: Constants): number =>
  constants.safetySigmas[waitPrice] *
  (1 - constants.slowDiscount * Math.min(1, startSeconds / constants.slowStartSeconds));

/**
 * What will still wait when a start asked for now is ready, in slots that clear it soon after. Replicas that are starting already
 * are credited with the part of their start that is behind them: asking again each second does not stack them.
 *
 * Example, to be cleared within 0.3 starts: 40 wait, 4/s come, none ready, two that started 10 s ago, D = 30, s = 5, S = 8. Served by
 * then: 2 · 10 · 8 / 5 = 32; late: 40 + 120 − 32 = 128; backlog = 128 · 5 / 9 = 71 slots.
 */
export const backlogOf = (
  { waiting, ready, startingSeconds }: Pick<Signals, 'waiting' | 'ready' | 'startingSeconds'>,
  rate: number,
  { serviceSeconds, startSeconds, slots }: Times,
  {
    clearSeconds,
    clearStarts,
    leastBacklog,
  }: Pick<Constants, 'clearSeconds' | 'clearStarts' | 'leastBacklog'>,
): number => {
  if (waiting === 0) return 0;
  let replicaSeconds = ready * startSeconds;
  for (const age of startingSeconds) replicaSeconds += Math.min(age, startSeconds);
  const served = (replicaSeconds * slots) / serviceSeconds;
  const late = Math.max(waiting + rate * startSeconds - served, leastBacklog * waiting);
  return (late * serviceSeconds) / Math.max(clearSeconds, clearStarts * startSeconds);
};

export const holdSecondsOf = (startSeconds: number, terms: Terms, constants: Constants): number =>
  terms.stabilizationWindowSeconds ??
  Math.min(constants.leastHoldSeconds + constants.holdStarts * startSeconds, constants.mostHoldSeconds);

export const waitPriceOf = (price: Price, { waitPrice }: Constants): number => waitPrice[price];
