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
  /** How much what is busy now counts for what will be busy in a moment. */
  nearShare: number;
  /** The part of the variance of Poisson arrivals that service times do not smooth. */
  noiseShare: number;
  /** Slots kept above the demand. */
  safetySigmas: Readonly<Record<Price, number>>;
  /** With starts of so many seconds or more, this share fewer of them: callers of such an endpoint are used to waits. */
  slowDiscount: number;
  slowStartSeconds: number;
  /** So many seconds of arrivals may wait; and so many more where starts are shorter than requests: what is missing is soon there. */
  toleratedSeconds: number;
  toleratedFastSeconds: number;
  /** The share of the safety that a replica is kept for, and how much more before a ready one is let go. */
  keepShare: number;
  deadBandSigmas: number;
  /** A start time of so long makes the dead band its full width. */
  deadBandStartSeconds: number;
  /** A backlog is to be gone within this, or within this share of a start time. */
  clearSeconds: number;
  clearStarts: number;
  /** At least this share of what waits counts as backlog. */
  leastBacklog: number;
  /** How long the highest count is held: this share of a start time, within these bounds. */
  holdStarts: number;
  leastHoldSeconds: number;
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
  shortSeconds: 6,
  longSeconds: 135,
  riseSeconds: 54,
  fallSeconds: 36,
  surgeSigmas: 2.01,
  ebbSigmas: 1.23,
  riseSigmas: 0.42,
  fallSigmas: 2.09,
  trendSeconds: 81,
  trendSigmas: 0.812,
  trendMisfit: 3.98,
  nearShare: 0.118,
  noiseShare: 0.691,
  slowDiscount: 0.225,
  slowStartSeconds: 120,
  toleratedSeconds: 0.141,
  toleratedFastSeconds: 0.484,
  keepShare: 0.9,
  deadBandSigmas: 0.5,
  deadBandStartSeconds: 49.7,
  clearSeconds: 5.14,
  clearStarts: 0.15,
  leastBacklog: 0.573,
  holdStarts: 0.198,
  leastHoldSeconds: 13,
  mostHoldSeconds: 110,
  firstError: 0.152,
  mostError: 0.317,
  mostRise: 0.499,
  errorMemory: 195,
  serviceCompletions: 300,
  firstServiceSeconds: 4,
  firstStartSeconds: 60,
  leastIdleSeconds: 5,
  mostGuessedIdleSeconds: 60,
  gapsToLearn: 3,
  mostIdleSeconds: 3600,
  safetySigmas: { lean: 1.24, balanced: 2.07, fast: 3.31 },
  waitPrice: { lean: 1, balanced: 4, fast: 16 },
};
