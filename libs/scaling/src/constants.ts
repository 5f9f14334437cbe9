/** What headway was tuned to. Sigmas count standard deviations; seconds are seconds. */
export type Constants = Readonly<{
  /** Windows of arrivals: what just came, what comes on the whole, and one between for rises and one for falls. */
  shortSeconds: number;
  longSeconds: number;
  riseSeconds: number;
  fallSeconds: number;
  /** How sure it must be that the rate of the short window is there, and that more than it allows is gone. */
  surgeSigmas: number;
  ebbSigmas: number;
  /** The same for the windows between. */
  riseSigmas: number;
  fallSigmas: number;
  /** Six windows of so many seconds make a trend, if it is so sure and its misfit no more than so many times that of chance. */
  trendSeconds: number;
  trendSigmas: number;
  trendMisfit: number;
  /** The part of the variance of Poisson arrivals that service times do not smooth. */
  noiseShare: number;
  /** What is wrong is put right within a start; it counts by the share of a start in a start and so many service times. */
  smoothingServices: number;
  /** Slots kept above the demand. */
  safetySigmas: Readonly<Record<Price, number>>;
  /** With starts of so many seconds or more, this share fewer of them: callers of such an endpoint are used to waits. */
  slowDiscount: number;
  slowStartSeconds: number;
  /** How much more than the safety there must be before a ready replica is let go, as far as a mistake would last. */
  deadBandSigmas: number;
  /** A backlog is to be gone within this, or within this share of a start time. */
  clearSeconds: number;
  clearStarts: number;
  /** At least this share of what waits counts as backlog. */
  leastBacklog: number;
  /** How long the highest count is held: the least and this share of a start time, and no longer than the most. */
  leastHoldSeconds: number;
  holdStarts: number;
  mostHoldSeconds: number;
  /** Forecast error: what is assumed at first, the most, and over how many comparisons it is learned. */
  firstError: number;
  mostError: number;
  /** A rise of more than this share was not to be foreseen: safety against it would cost more than the wait, and nothing is learned. */
  mostRise: number;
  errorMemory: number;
  /** Completions that the mean service time is taken over. */
  serviceCompletions: number;
  /** Until the first completion. */
  firstServiceSeconds: number;
  /** Until the first start. */
  firstStartSeconds: number;
  /** GPU-seconds that one second of a caller’s wait is worth. */
  waitPrice: Readonly<Record<Price, number>>;
  leastIdleSeconds: number;
  /** The most for an endpoint whose gaps are not known yet, and how many make them known. */
  mostGuessedIdleSeconds: number;
  gapsToLearn: number;
  mostIdleSeconds: number;
}>;

/** What waiting is worth to the owner. */
export type Price = 'lean' | 'balanced' | 'fast';

export const HEADWAY: Constants = {
  shortSeconds: 5,
  longSeconds: 135,
  riseSeconds: 60,
  fallSeconds: 40,
  surgeSigmas: 2.2,
  ebbSigmas: 1.25,
  riseSigmas: 0.7,
  fallSigmas: 1.5,
  trendSeconds: 81,
  trendSigmas: 0.812,
  trendMisfit: 3.98,
  noiseShare: 0.58,
  smoothingServices: 2,
  slowDiscount: 0.225,
  slowStartSeconds: 120,
  deadBandSigmas: 0.45,
  clearSeconds: 5.14,
  clearStarts: 0.165,
  leastBacklog: 0.57,
  leastHoldSeconds: 8,
  holdStarts: 0.13,
  mostHoldSeconds: 110,
  firstError: 0.15,
  mostError: 0.317,
  mostRise: 0.4,
  errorMemory: 195,
  serviceCompletions: 500,
  firstServiceSeconds: 4,
  firstStartSeconds: 60,
  leastIdleSeconds: 5,
  mostGuessedIdleSeconds: 60,
  gapsToLearn: 3,
  mostIdleSeconds: 3600,
  safetySigmas: { lean: 1.32, balanced: 2.2, fast: 3.52 },
  waitPrice: { lean: 1, balanced: 4, fast: 16 },
};
