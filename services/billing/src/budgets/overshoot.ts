/** How long each step may take from the moment at which a budget is used up until nothing runs. Seconds. */
export type Delays = Readonly<{
  /** Between two looks at what is due. */
  lookSeconds: number;
  /** Between two looks of the scaler. */
  tickSeconds: number;
  /** For which a replica may finish what it has: the longest of its endpoints. */
  drainSeconds: number;
  /** After which a node that says nothing is lost. */
  leaseSeconds: number;
}>;

/** Those that are the same for all endpoints. */
export type FixedDelays = Omit<Delays, 'drainSeconds'>;

/** Never short of the true amount: what is left of a nano-dollar counts as one. */
export const overshootBound = (burnNanoUsdPerHour: bigint, delays: Delays): bigint => {
  const { lookSeconds, tickSeconds, drainSeconds, leaseSeconds } = delays;
  const ms = BigInt(Math.ceil((lookSeconds + tickSeconds + drainSeconds + leaseSeconds) * 1000));
  return (burnNanoUsdPerHour * ms + 3_599_999n) / 3_600_000n;
};
