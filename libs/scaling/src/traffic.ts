import type { Constants } from './constants.ts';
import type { Signals } from './signals.ts';

/** What arrived, second by second, and how long answers took. Of fixed size. */
export type Traffic = {
  /** The first second that is known, and the last. */
  firstSecond: number;
  second: number;
  requestsTotal: number;
  /** Since `firstSecond`. */
  arrived: number;
  /** `arrived` at each of the last seconds, by second modulo the length. */
  ring: number[];
  finishedTotal: number;
  servedSecondsTotal: number;
  /** The second in which an answer last ended, or nothing was in flight. */
  finishedAt: number;
  /** Completions in bundles, the newest last: how many, and their seconds. */
  bundleCounts: number[];
  bundleSeconds: number[];
};

/** More than the longest window: six of the trend’s. */
const RING = 512;
const BUNDLES = 20;

export const newTraffic = (signals: Signals): Traffic => ({
  firstSecond: Math.floor(signals.atSeconds),
  second: Math.floor(signals.atSeconds),
  requestsTotal: signals.requestsTotal,
  arrived: 0,
  ring: new Array<number>(RING).fill(0),
  finishedTotal: signals.finishedTotal ?? 0,
  servedSecondsTotal: signals.servedSecondsTotal ?? 0,
  finishedAt: Math.floor(signals.atSeconds),
  bundleCounts: [],
  bundleSeconds: [],
});

/** How much a total grew; one that shrank began anew. */
const grown = (before: number, now: number): number => (now >= before ? now - before : now);

/**
 * Requests of a stretch that was not looked at are spread evenly over it. A stretch longer than what is remembered leaves nothing
 * of the past: the windows are young again.
 */
export const observeTraffic = (traffic: Traffic, signals: Signals, constants: Constants): void => {
  const second = Math.floor(signals.atSeconds);
  const passed = second - traffic.second;
  if (passed <= 0) return;
  const requests = grown(traffic.requestsTotal, signals.requestsTotal);
  if (passed >= RING) {
    traffic.ring.fill(0);
    traffic.firstSecond = second - 1;
    traffic.arrived = requests / passed;
    traffic.ring[second % RING] = traffic.arrived;
  } else {
    for (let n = 1; n <= passed; n++)
      traffic.ring[(traffic.second + n) % RING] = traffic.arrived + (requests * n) / passed;
    traffic.arrived += requests;
  }
  observeService(traffic, signals, { requests, passed, bundle: constants.serviceCompletions / BUNDLES });
  traffic.requestsTotal = signals.requestsTotal;
  traffic.second = second;
};

/** Little’s law stands in for answers that nobody timed: what was in flight, over what came. */
const observeService = (
  traffic: Traffic,
  signals: Signals,
  { requests, passed, bundle }: Readonly<{ requests: number; passed: number; bundle: number }>,
): void => {
  const { finishedTotal, servedSecondsTotal } = signals;
  if (finishedTotal === null || servedSecondsTotal === null)
    serve(traffic, requests, signals.inFlight * passed, bundle);
  else {
    const seconds = grown(traffic.servedSecondsTotal, servedSecondsTotal);
    const finished = grown(traffic.finishedTotal, finishedTotal);
    if (finished > 0 || signals.inFlight === 0) traffic.finishedAt = traffic.second + passed;
    serve(traffic, finished, seconds, bundle);
    traffic.finishedTotal = finishedTotal;
    traffic.servedSecondsTotal = servedSecondsTotal;
  }
};

const serve = (
  { bundleCounts, bundleSeconds }: Traffic,
  count: number,
  seconds: number,
  bundle: number,
): void => {
  if (count === 0 && seconds === 0) return;
  const last = bundleCounts.length - 1;
  if (last >= 0 && bundleCounts[last]! < bundle) {
    bundleCounts[last]! += count;
    bundleSeconds[last]! += seconds;
    return;
  }
  bundleCounts.push(count);
  bundleSeconds.push(seconds);
  if (bundleCounts.length <= BUNDLES + 1) return;
  bundleCounts.shift();
  bundleSeconds.shift();
};

/** For how long the traffic is known, in seconds. */
export const knownSeconds = (traffic: Traffic): number => traffic.second - traffic.firstSecond;

/** Arrivals per second over the last `window` seconds, or over as many as are known. */
export const rateOver = (traffic: Traffic, window: number): number => {
  const seconds = Math.min(window, knownSeconds(traffic), RING - 1);
  if (seconds <= 0) return 0;
  const before = seconds === knownSeconds(traffic) ? 0 : traffic.ring[(traffic.second - seconds) % RING]!;
  return (traffic.arrived - before) / seconds;
};

/** Mean seconds from dispatch to the end over the last completions; null before the first. */
export const serviceSecondsOf = (traffic: Traffic, completions: number): number | null => {
  let count = 0;
  let seconds = 0;
  for (let n = traffic.bundleCounts.length - 1; n >= 0 && count < completions; n--) {
    count += traffic.bundleCounts[n]!;
    seconds += traffic.bundleSeconds[n]!;
  }
  return count > 0 && seconds > 0 ? seconds / count : null;
};

/** None of those in flight has ended for so long: that long answers take at least, whatever was learned before. */
export const stuckSeconds = ({ finishedAt, second }: Traffic): number => second - finishedAt;
