import type { Constants } from './constants.ts';
import { knownSeconds, rateOver, type Traffic } from './traffic.ts';

/** Arrivals per second, as far as the windows can tell them from chance. */
export type Rates = Readonly<{
  short: number;
  /** What comes now and is likely to go on. */
  level: number;
  /** What surely comes right now. */
  surge: number;
  /** What the level will be when a start asked for now is ready, if it climbs steadily; 0: it does not. */
  climbing: number;
}>;

export const ratesOf = (traffic: Traffic, startSeconds: number, constants: Constants): Rates => {
  const { shortSeconds, longSeconds, riseSeconds, fallSeconds } = constants;
  const known = Math.max(1, knownSeconds(traffic));
  const short = rateOver(traffic, shortSeconds);
  const long = rateOver(traffic, longSeconds);
  const risen = atLeast(rateOver(traffic, riseSeconds), Math.min(riseSeconds, known), constants.riseSigmas);
  const fallen = Math.min(
    atMost(short, shortSeconds, constants.ebbSigmas),
    atMost(rateOver(traffic, fallSeconds), fallSeconds, constants.fallSigmas),
  );
  return {
    short,
    level: Math.min(Math.max(long, risen), fallen),
    surge: atLeast(short, Math.min(shortSeconds, known), constants.surgeSigmas),
    climbing: climbingRate(traffic, startSeconds, constants),
  };
};

/** A rate seen over a window, less what chance may have added to it: of n Poisson arrivals √n are chance. */
export const atLeast = (rate: number, seconds: number, sigmas: number): number =>
  Math.max(0, rate - sigmas * Math.sqrt(rate / seconds));

/** And with what chance may have taken from it; one arrival more, so that none in a window is no proof of none. */
export const atMost = (rate: number, seconds: number, sigmas: number): number =>
  rate + sigmas * Math.sqrt((rate + 1 / seconds) / seconds);

/** So many windows in a row make a line. */
const POINTS = 6;
/** No forecast goes further above what comes now. */
const MOST_CLIMB = 1.5;

/**
 * A line through six windows in a row, extended to the moment when a start asked for now is ready. Only what climbs surely, by
 * `trendSigmas` of the slope’s own error, and steadily, the points no further from the line than chance explains `trendMisfit` times
 * over, is taken for a trend: a burst is a step, fits no line, and promises nothing.
 *
 * Example: 3, 3.4, 3.8, 4.2, 4.6, 5 per second in windows of a minute: slope 0.4 a minute, its error √(4 / 60 / 17.5) = 0.06. With one
 * sigma off and starts of two minutes: 4 + 0.34 · 3 + 0.34 · 2 = 5.7.
 */
export const climbingRate = (
  traffic: Traffic,
  startSeconds: number,
  { trendSeconds, trendSigmas, trendMisfit }: Constants,
): number => {
  if (knownSeconds(traffic) < POINTS * trendSeconds) return 0;
  const mean = rateOver(traffic, POINTS * trendSeconds);
  if (mean === 0) return 0;
  const { slope, squares, spread } = lineThrough(traffic, trendSeconds, mean);
  const chance = mean / trendSeconds;
  const sure = slope - trendSigmas * Math.sqrt(chance / spread);
  if (sure <= 0 || squares > trendMisfit * (POINTS - 2) * chance) return 0;
  const now = mean + (slope * POINTS) / 2;
  return Math.min(MOST_CLIMB * now, mean + sure * (POINTS / 2 + startSeconds / trendSeconds));
};

/** By least squares, the newest window first: the slope by window, and the squared distances from the line. */
const lineThrough = (
  traffic: Traffic,
  seconds: number,
  mean: number,
): Readonly<{ slope: number; squares: number; spread: number }> => {
  let [products, squares, spread, before] = [0, 0, 0, 0];
  for (let n = 0; n < POINTS; n++) {
    const total = rateOver(traffic, (n + 1) * seconds) * (n + 1);
    const x = (POINTS - 1) / 2 - n;
    const off = total - before - mean;
    products += x * off;
    squares += off * off;
    spread += x * x;
    before = total;
  }
  const slope = products / spread;
  return { slope, squares: squares - slope * products, spread };
};
