import type { BillingEvent } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

/** Whether a project that pays beforehand is stopped for want of credit. */
export type Prepaid = Readonly<{ isStopped: boolean }>;

/** What a project may still use, as of a moment. Epoch microseconds. */
export type CreditLook = Readonly<{
  projectId: string;
  period: string;
  /** Its plan says that it must pay beforehand. */
  mustPrepay: boolean;
  grantedNanoUsd: bigint;
  /** Below 0: it has used more than it had. */
  leftNanoUsd: bigint;
  atUs: number;
}>;
export type PrepaidEvent = Extract<BillingEvent, { type: 'SpendingStopped' | 'SpendingResumed' }>;

/** What a look at a project’s credit must say: a stop once until it is over, and its end. */
export const prepaid: Decider<Prepaid, CreditLook & Readonly<{ type: 'WatchCredit' }>, PrepaidEvent> = {
  initial: { isStopped: false },

  decide({ isStopped }, { projectId, period, mustPrepay, grantedNanoUsd, leftNanoUsd, atUs }) {
    const mustStop = mustPrepay && leftNanoUsd <= 0n;
    if (mustStop === isStopped) return [];
    const whose = { projectId, endpointId: null, budgetId: null };
    if (!mustStop) return [{ type: 'SpendingResumed', data: { ...whose, atUs } }];
    const spentNanoUsd = String(grantedNanoUsd - leftNanoUsd);
    const limitNanoUsd = String(grantedNanoUsd);
    return [{ type: 'SpendingStopped', data: { ...whose, period, spentNanoUsd, limitNanoUsd, atUs } }];
  },

  evolve: (_state, { type }) => ({ isStopped: type === 'SpendingStopped' }),
};
