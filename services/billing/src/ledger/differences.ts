import type { LineKind } from '../rating/line.ts';

/** What an amount of a project is posted by. */
export type PostedKey = Readonly<{ projectId: string; period: string; kind: LineKind; sku: string }>;
export type Posted = PostedKey & Readonly<{ amountNanoUsd: bigint }>;
/** How much more is due than was posted; less than 0 where it is less. Never 0. */
export type Difference = Posted;
export type DueCost = PostedKey & Readonly<{ costNanoUsd: bigint }>;

const keyOf = ({ projectId, period, kind, sku }: PostedKey): string =>
  JSON.stringify([projectId, period, kind, sku]);

/**
 * What is due by now, less what was posted, by project. Whatever is posted and no longer due is taken back: so the sum of all that
 * was ever posted is what is due, however often and whenever it was looked at.
 */
export const differencesOf = (
  due: Iterable<DueCost>,
  posted: Iterable<Posted>,
): Map<string, Difference[]> => {
  const rest = new Map<string, Posted>();
  const add = ({ projectId, period, kind, sku }: PostedKey, amountNanoUsd: bigint): void => {
    const key = keyOf({ projectId, period, kind, sku });
    const known = rest.get(key)?.amountNanoUsd ?? 0n;
    rest.set(key, { projectId, period, kind, sku, amountNanoUsd: known + amountNanoUsd });
  };
  for (const item of due) add(item, item.costNanoUsd);
  for (const item of posted) add(item, -item.amountNanoUsd);
  const byProject = new Map<string, Difference[]>();
  for (const difference of rest.values())
    if (difference.amountNanoUsd !== 0n)
      byProject.set(difference.projectId, [...(byProject.get(difference.projectId) ?? []), difference]);
  return byProject;
};
