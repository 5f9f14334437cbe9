/**
 * Upper bounds of the buckets in microseconds, each the square root of two above the one before: from a millisecond to
 * 17.5 minutes. The last bucket has no bound. What is stored counts by these: they never change.
 */
export const BOUNDS_US: readonly number[] = Array.from({ length: 41 }, (_, n) =>
  Math.round(1000 * 2 ** (n / 2)),
);

/** Measured times: how many fell into each bucket that has any, and all of them together. */
export type Times = Readonly<{ sumUs: number; buckets: Readonly<Record<string, number>> }>;

/** The first bucket whose bound is not below. */
export const bucketOf = (us: number): number => {
  let low = 0;
  for (let high = BOUNDS_US.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((BOUNDS_US[middle] ?? Infinity) < us) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const mergedTimes = (a: Times | undefined, b: Times): Times => {
  if (!a) return b;
  const buckets: Record<string, number> = { ...a.buckets };
  for (const [bucket, count] of Object.entries(b.buckets)) buckets[bucket] = (buckets[bucket] ?? 0) + count;
  return { sumUs: a.sumUs + b.sumUs, buckets };
};

export const countOf = ({ buckets }: Times): number =>
  Object.values(buckets).reduce((sum, count) => sum + count, 0);

/**
 * What a share of the times is not above, by nearest rank: within its bucket it is taken to lie as far as its rank does. In the
 * last bucket only its lower end is known.
 * @returns seconds; null of nothing
 */
export const quantileSeconds = (times: Times, share: number): number | null => {
  const total = countOf(times);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let below = 0;
  for (let bucket = 0; bucket <= BOUNDS_US.length; bucket++) {
    const count = times.buckets[bucket] ?? 0;
    if (below + count < rank) {
      below += count;
      continue;
    }
    const fromUs = BOUNDS_US[bucket - 1] ?? 0;
    const toUs = BOUNDS_US[bucket] ?? fromUs;
    return (fromUs + ((toUs - fromUs) * (rank - below)) / count) / 1e6;
  }
  return null;
};
