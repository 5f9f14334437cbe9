import type { Gaps } from './gaps.ts';

/**
 * What to do with the last replica while nothing comes: keep it for `keepSeconds`, and have one ready again from `fromSeconds` to
 * `toSeconds` of idleness (Infinity: not before the next request).
 */
export type IdlePlan = Readonly<{ keepSeconds: number; fromSeconds: number; toSeconds: number }>;

/** A start asked for so much before it is needed: start times vary. */
export const START_MARGIN = 1.15;

export type IdleCosts = Readonly<{
  startSeconds: number;
  /** GPU-seconds that one second of waiting is worth. */
  waitPrice: number;
  leastSeconds: number;
  mostSeconds: number;
  /** While fewer gaps than `gapsToLearn` are known: no longer than this, or than half a start. */
  mostGuessedSeconds: number;
  gapsToLearn: number;
}>;

const QUANTILES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];
const WINDOWS = [
  [0, 1],
  [0.03, 0.97],
  [0.1, 0.9],
] as const;
/** What has to be learned from data that may not repeat must promise so much more. */
const KEEP_BONUS = 0.97;
const WINDOW_MALUS = 1.05;

/**
 * Keeping an idle replica for a start time, plus what the wait for that start is worth, costs as much as starting another: whoever
 * knows nothing keeps it so long, and never pays more than twice what knowing the future would have cost.
 */
export const breakEvenSeconds = ({
  startSeconds,
  waitPrice,
  leastSeconds,
  mostGuessedSeconds,
}: IdleCosts): number =>
  Math.max(
    leastSeconds,
    Math.min(startSeconds * (1 + waitPrice), Math.max(startSeconds / 2, mostGuessedSeconds)),
  );

/** The plan that would have cost least over the gaps seen: GPU-seconds of idling and starting, and waits at their price. */
export const idlePlanOf = (gaps: Gaps, costs: IdleCosts): IdlePlan => {
  const even = breakEvenSeconds(costs);
  if (gaps.seconds.length < costs.gapsToLearn)
    return { keepSeconds: even, fromSeconds: Infinity, toSeconds: Infinity };
  const sorted = gaps.seconds.toSorted((a, b) => a - b);
  let best = { keepSeconds: even, fromSeconds: Infinity, toSeconds: Infinity };
  let least = Infinity;
  const consider = (plan: IdlePlan, factor: number): void => {
    const cost = factor * meanCost(sorted, plan, costs);
    if (cost >= least) return;
    least = cost;
    best = plan;
  };
  for (const keepSeconds of keepCandidates(sorted, even, costs)) {
    consider(
      { keepSeconds, fromSeconds: Infinity, toSeconds: Infinity },
      keepSeconds === even ? KEEP_BONUS : 1,
    );
    for (const window of windowCandidates(sorted, keepSeconds, costs)) consider(window, WINDOW_MALUS);
  }
  return { ...best, keepSeconds: Math.max(costs.leastSeconds, best.keepSeconds) };
};

const keepCandidates = (sorted: readonly number[], even: number, { mostSeconds }: IdleCosts): number[] => {
  const last = sorted.length - 1;
  const learned = QUANTILES.map((q) => 1.05 * sorted[Math.min(last, Math.floor(q * sorted.length))]! + 2);
  return [0, even, ...learned].filter((seconds) => seconds <= mostSeconds);
};

const windowCandidates = (
  sorted: readonly number[],
  keepSeconds: number,
  { startSeconds, gapsToLearn }: IdleCosts,
): IdlePlan[] => {
  const first = sorted.findIndex((gap) => gap > keepSeconds);
  const longer = first < 0 ? 0 : sorted.length - first;
  if (longer < gapsToLearn) return [];
  return WINDOWS.map(([low, high]) => ({
    keepSeconds,
    fromSeconds: 0.98 * sorted[first + Math.floor(low * (longer - 1))]! - 2,
    toSeconds: 1.02 * sorted[first + Math.floor(high * (longer - 1))]! + 2,
  })).filter(({ fromSeconds }) => fromSeconds > keepSeconds + startSeconds);
};

const meanCost = (sorted: readonly number[], plan: IdlePlan, costs: IdleCosts): number => {
  let sum = 0;
  for (const gap of sorted) sum += costOf(gap, plan, costs);
  return sum / sorted.length;
};

/** Of one gap: the replica is still there, comes too late, is just coming, is there again, or has gone once more. */
const costOf = (
  gap: number,
  { keepSeconds, fromSeconds, toSeconds }: IdlePlan,
  { startSeconds, waitPrice }: IdleCosts,
): number => {
  if (gap <= keepSeconds) return gap;
  const restart = keepSeconds + startSeconds;
  if (gap <= fromSeconds - startSeconds) return restart + waitPrice * startSeconds;
  if (gap <= fromSeconds) return restart + waitPrice * (fromSeconds - gap);
  if (gap <= toSeconds) return restart + gap - fromSeconds;
  return restart + (toSeconds - fromSeconds) + startSeconds + waitPrice * startSeconds;
};

/** Whether the plan wants the last replica after so much idleness. */
export const isKept = (plan: IdlePlan, idleSeconds: number, startSeconds: number): boolean =>
  idleSeconds < plan.keepSeconds ||
  (idleSeconds >= plan.fromSeconds - START_MARGIN * startSeconds && idleSeconds < plan.toSeconds);
