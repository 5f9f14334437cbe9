import type { PlanCard } from '../plans/plan-card.ts';
import type { CreditLook } from './prepaid.ts';

type Amount = Readonly<{ projectId: string }>;
export type Money = Readonly<{
  plans: PlanCard;
  /** Projects that are stopped for want of credit. */
  stopped: ReadonlySet<string>;
  /** Of each project, over credits that have not expired, as of the last close. */
  left: ReadonlyMap<string, Readonly<{ grantedNanoUsd: bigint; leftNanoUsd: bigint }>>;
  dues: readonly (Amount & Readonly<{ costNanoUsd: bigint }>)[];
  posted: readonly (Amount & Readonly<{ amountNanoUsd: bigint }>)[];
}>;

/**
 * Which projects are to be looked at closer: what is left of their credit is what the last close left, less what is due since. A
 * project that has used nothing has used up nothing, whatever its credit is.
 */
export const creditLooks = (
  { plans, stopped, left, dues, posted }: Money,
  { period, atUs }: Readonly<{ period: string; atUs: number }>,
): CreditLook[] => {
  const used = new Map<string, bigint>();
  const add = (projectId: string, nanoUsd: bigint): void =>
    void used.set(projectId, (used.get(projectId) ?? 0n) + nanoUsd);
  for (const { projectId, costNanoUsd } of dues) add(projectId, costNanoUsd);
  for (const { projectId, amountNanoUsd } of posted) add(projectId, -amountNanoUsd);
  return [...new Set([...used.keys(), ...stopped])].flatMap((projectId) => {
    const plan = plans.of(projectId).findLast(({ fromUs }) => fromUs <= atUs)?.plan;
    const credit = left.get(projectId) ?? { grantedNanoUsd: 0n, leftNanoUsd: 0n };
    const leftNanoUsd = credit.leftNanoUsd - (used.get(projectId) ?? 0n);
    const { grantedNanoUsd } = credit;
    const mustPrepay = plan?.mustPrepay ?? false;
    const isNews = (mustPrepay && leftNanoUsd <= 0n) !== stopped.has(projectId);
    return isNews ? [{ projectId, period, mustPrepay, grantedNanoUsd, leftNanoUsd, atUs }] : [];
  });
};
