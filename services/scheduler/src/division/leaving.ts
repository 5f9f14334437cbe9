import { shareOf } from './canary.ts';
import type { Rollout } from './division.ts';
import { type LiveReplica, byCostOfLoss, count, isReady } from './live-replica.ts';

type Shares = Readonly<{
  /** How many ready replicas are enough. */
  whole: number;
  /** Of these templates by themselves: a canary's share is nobody else's. */
  each: readonly Readonly<{ revision: number; share: number }>[];
}>;

export type Leave = Readonly<{
  desired: number;
  serving: number;
  rollout: Rollout | null;
  nowUs: number;
}>;

const sharesOf = ({ desired, rollout }: Leave): Shares => {
  if (!rollout || rollout.percent === 100) return { whole: desired, each: [] };
  const share = shareOf(desired, rollout.percent);
  const others = Math.max(1, desired - share);
  return {
    whole: share + others,
    each: [
      { revision: rollout.from, share: others },
      { revision: rollout.to, share },
    ],
  };
};

const isOverdue = ({ leaveByUs }: LiveReplica, nowUs: number): boolean =>
  leaveByUs !== null && leaveByUs <= nowUs;

/**
 * Who goes of those whose node must become empty. Let W be how many ready ones the endpoint needs, R how many of those that
 * stay are ready: W - R of the leaving that are ready stay until others are, so that a drain alone never leaves fewer ready
 * than before. One that takes no requests yet is of no use, and at the deadline nobody waits any more.
 *
 * @param there all that the division has left
 */
export const goneFromDrains = (leave: Leave, there: readonly LiveReplica[]): readonly LiveReplica[] => {
  const { nowUs, rollout, serving } = leave;
  const leaving = there.filter(({ isLeaving }) => isLeaving).toSorted(byCostOfLoss(rollout?.from ?? serving));
  const useful = leaving.filter((replica) => isReady(replica) && !isOverdue(replica, nowUs)).toReversed();
  const ready = there.filter((replica) => isReady(replica) && !replica.isLeaving);
  const { whole, each } = sharesOf(leave);
  const own = each.flatMap(({ revision, share }) => {
    const short = share - count(ready, (replica) => replica.revision === revision);
    return useful.filter((replica) => replica.revision === revision).slice(0, Math.max(0, short));
  });
  const others = useful.filter((replica) => !own.includes(replica));
  const stay = new Set([...own, ...others.slice(0, Math.max(0, whole - ready.length - own.length))]);
  return leaving.filter((replica) => !stay.has(replica));
};
