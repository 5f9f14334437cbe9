import type { ScalingRule, ScalingSpec } from '@tidegate/contracts';
import type { Observation } from '../observation/window.ts';

export type Demand = Readonly<{ metric: string; value: number; target: number; replicas: number }>;

/** What the traffic asks for, before bounds, life cycle and idle rules have their say. */
export type Measured = Readonly<{
  /** Of each rule, in the endpoint's order; the highest wins. */
  demands: Demand[];
  /** The count that scaling down may not go below yet. */
  heldReplicas: number;
}>;

/** One policy. Another policy is another file with these five names. */
export type Formula = Readonly<{
  version: number;
  /** How much past `measure` reads. */
  readsSeconds: number;
  /** No scaling down before so much of the past has been seen. */
  holdSeconds: number;
  measure(observation: Observation, scaling: ScalingSpec, current: number): Measured;
  /** How long the last replica stays with nothing to do. */
  idleLimitSeconds(scaling: ScalingSpec): number;
}>;

const SHORT_SECONDS = 6;
const LONG_SECONDS = 60;
const HOLD_SECONDS = 60;
/** Scaling down needs the load to fit into this share of the smaller count: a load at the edge does not flap. */
export const DEAD_BAND = 0.9;

/**
 * Upwards the larger of a short and a long average decides, and at once everything in flight and waiting when something waits.
 * All of it is absolute: replicas that were asked for and still start are part of the present count, so a backlog that stays
 * the same asks for nothing more.
 * Downwards the highest of these values within the last minute decides.
 *
 * Example, target 8: one second of 40 in flight after a quiet minute. Short average 40 / 6 = 6.7, long 40 / 60 = 0.7:
 * ceil(6.7 / 8) = 1. If those 40 had waited: ceil(40 / 8) = 5, held for a minute at ceil(40 / 7.2) = 6 at most.
 */
export const formula: Formula = {
  version: 1,
  readsSeconds: HOLD_SECONDS + LONG_SECONDS,
  holdSeconds: HOLD_SECONDS,
  measure(observation, scaling, current) {
    const measured = scaling.rules.map((rule) => measureRule(rule, observation, current));
    return {
      demands: measured.map(({ demand }) => demand),
      heldReplicas: Math.max(0, ...measured.map(({ held }) => held)),
    };
  },
  idleLimitSeconds: (scaling) => scaling.idleTimeoutSeconds,
};

const measureRule = (
  rule: ScalingRule,
  observation: Observation,
  current: number,
): { demand: Demand; held: number } => {
  const series = rule.metric === 'concurrency' ? observation.load : observation.arrivals;
  const averages = peaks(series);
  const value = thousandth(valueNow(rule, observation, current, averages.now));
  const pressure = rule.metric === 'concurrency' ? highest(observation.pressure.subarray(-HOLD_SECONDS)) : 0;
  const peak = Math.max(value, thousandth(averages.peak), thousandth(pressure));
  return {
    demand: { ...rule, value, replicas: replicasFor(value, rule.target) },
    held: replicasFor(peak, rule.target * DEAD_BAND),
  };
};

const valueNow = (
  { metric }: ScalingRule,
  { inFlight, waiting }: Observation,
  current: number,
  average: number,
): number => {
  if (metric === 'requestsPerSecond') return average;
  // At zero replicas the averages, and what is in flight, speak of replicas that go or are gone: only who waits counts.
  if (current === 0) return waiting;
  return waiting > 0 ? Math.max(average, inFlight + waiting) : average;
};

/** The larger of the two averages at the end of the series, and the largest it was within the hold. */
const peaks = (series: Float64Array): { now: number; peak: number } => {
  const short = new RunningMean(series, SHORT_SECONDS);
  const long = new RunningMean(series, LONG_SECONDS);
  let now = 0;
  let peak = 0;
  for (let index = 0; index < series.length; index++) {
    const [shortMean, longMean] = [short.next(), long.next()];
    now = shortMean > longMean ? shortMean : longMean;
    if (index >= series.length - HOLD_SECONDS && now > peak) peak = now;
  }
  return { now, peak };
};

/** The mean of the last `seconds` elements, element by element; of fewer at the beginning. */
class RunningMean {
  private sum = 0;
  private index = 0;

  private readonly series: Float64Array;
  private readonly seconds: number;

  constructor(series: Float64Array, seconds: number) {
    this.series = series;
    this.seconds = seconds;
  }

  next(): number {
    const { series, seconds, index } = this;
    this.sum += (series[index] ?? 0) - (index < seconds ? 0 : (series[index - seconds] ?? 0));
    this.index = index + 1;
    return this.sum / (index < seconds ? index + 1 : seconds);
  }
}

const highest = (values: Float64Array): number => {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
};

/** Sums of thirds and tenths tremble in the last bits; a thousandth of a request is none. */
const thousandth = (value: number): number => Math.round(value * 1000) / 1000;

export const replicasFor = (value: number, target: number): number =>
  Math.max(0, Math.ceil(value / target - 1e-9));
