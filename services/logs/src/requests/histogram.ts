/**
 * Upper bounds of the buckets in microseconds, each the square root of two above the one before: from a millisecond to
 * 17.5 minutes. The last bucket has no bound. What is stored counts by these: they never change.
 */
export const BOUNDS_US: readonly number[] = Array.from({ length: 41 }, (_, n) =>
  Math.round(1000 * 2 ** (n / 2)),
);
export const BUCKETS = BOUNDS_US.length + 1;

export const emptyHistogram = (): number[] => new Array<number>(BUCKETS).fill(0);

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

/**
 * What a share of the values is not above, by nearest rank: within its bucket it is taken to lie as far as its rank does.
 * @param longestUs no value is above it: in the last bucket, which has no bound, nothing else is known
 * @returns null of nothing
 */
export const quantileUs = (counts: readonly number[], share: number, longestUs = Infinity): number | null => {
  const total = totalOf(counts);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    if (below + count < rank) {
      below += count;
      continue;
    }
    const from = BOUNDS_US[bucket - 1] ?? 0;
    const to = Math.max(
      from,
      Math.min(BOUNDS_US[bucket] ?? (longestUs === Infinity ? from : longestUs), longestUs),
    );
    return from + ((to - from) * (rank - below)) / count;
  }
  return null;
};

export const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
