import type { StopCause } from '@tidegate/contracts';
import { canary } from './canary.ts';
import { type Division, type MakeRoom, type Missing, type Rollout, alone } from './division.ts';
import { goneFromDrains } from './leaving.ts';
import { type LiveReplica, byCostOfLoss, count, isPending, isReady } from './live-replica.ts';
import { rolling } from './rolling.ts';
import { type Absent, endSleepers, takeBack } from './taking-back.ts';

export type Wanted = Readonly<{
  desired: number;
  /** Why it is so many. */
  scaleCause: string;
  /** The template that serves while nothing is rolled out. */
  serving: number;
  rollout: Rollout | null;
  /** The last rollout was aborted: what is left of it goes for that reason. */
  isAborted: boolean;
  live: readonly LiveReplica[];
  /** Those that do not count and may count again. */
  absent: readonly Absent[];
  nowUs: number;
  /** Replacements of crashed replicas of a template that must still wait. */
  heldBack: (revision: number) => number;
}>;

/** `then` `sleep`: it keeps its place. */
export type Dropped = Readonly<{ id: string; cause: StopCause; then?: 'sleep' }>;

/** What makes the replicas there are into the replicas there must be. */
export type Plan = Readonly<{
  /** They drain, and take requests again. */
  resume: readonly string[];
  /** They sleep, and wake. */
  wake: readonly Readonly<{ id: string; nodeId: string }>[];
  request: readonly Missing[];
  /** They have no place yet: they just end. */
  cancel: readonly Dropped[];
  drain: readonly Dropped[];
}>;

/** What leaves its node is divided as if it were gone already, so that it is replaced. */
const divide = ({ desired, serving, rollout, live: all }: Wanted, makeRoom: MakeRoom): Division => {
  if (desired === 0)
    return { missing: [], replaced: [], surplus: all.toSorted(byCostOfLoss(rollout?.from ?? serving)) };
  const live = all.filter(({ isLeaving }) => !isLeaving);
  if (!rollout) return alone(desired, serving, live);
  const isProof = (one: LiveReplica): boolean => one.isLeaving && isReady(one) && one.revision === rollout.to;
  const parts = { desired, live, rollout, readyElsewhere: count(all, isProof) };
  return rollout.percent === 100 ? rolling(parts, makeRoom) : canary(parts, makeRoom);
};

/**
 * From facts to a plan: the same facts in any order give the same plan, and a plan that was carried out gives
 * none.
 */
export const reconcile = (wanted: Wanted, makeRoom: MakeRoom): Plan => {
  const { missing: all, replaced, surplus } = divide(wanted, makeRoom);
  const { resume, wake, missing } = takeBack(all, wanted.absent);
  const gone = new Set([...replaced, ...surplus]);
  const kept = wanted.live.filter((replica) => !gone.has(replica));
  const forScale = stopCauseOf(wanted.scaleCause);
  const forOthers: StopCause = !wanted.rollout && wanted.isAborted ? 'rollout_aborted' : 'replaced';
  const because = (cause: StopCause) => (replica: LiveReplica) => ({ replica, cause });
  const taken = new Set([...resume, ...wake.map(({ id }) => id)]);
  const left = wanted.absent.filter(({ id }) => !taken.has(id));
  const { ended, stays } = endSleepers(left, restOf(wanted));
  const falls = stays ? undefined : whoFallsAsleep(wanted, surplus);
  const dropped = [
    ...replaced.map(because(forOthers)),
    ...surplus.map(because(forScale)),
    ...goneFromDrains(wanted, kept).map(because('node_drained')),
  ];
  const named = (pending: boolean): readonly Dropped[] =>
    dropped
      .filter(({ replica }) => isPending(replica) === pending)
      .map(({ replica: { id }, cause }) => ({ id, cause, ...(id === falls && { then: 'sleep' }) }));
  return {
    resume,
    wake: wake.map(({ id, nodeId }) => ({ id, nodeId })),
    request: missing
      .map(({ revision, count }) => ({ revision, count: count - wanted.heldBack(revision) }))
      .filter(({ count }) => count > 0),
    cancel: named(true),
    drain: [...named(false), ...ended],
  };
};

/** Nothing to do is the one reason for having no replica that leaves one asleep. */
const restOf = ({ desired, scaleCause, serving, rollout }: Wanted): Parameters<typeof endSleepers>[1] => ({
  isAtRest: desired === 0 && scaleCause === 'idle',
  serving,
  isRollingOut: rollout !== null,
  otherwise: stopCauseOf(scaleCause),
});

/** Of those that would stop because there is nothing to do, the one that would be the greatest loss. */
const whoFallsAsleep = (wanted: Wanted, surplus: readonly LiveReplica[]): string | undefined => {
  const { isAtRest, serving, isRollingOut } = restOf(wanted);
  if (!isAtRest || isRollingOut) return undefined;
  return surplus.findLast(
    (one) => isReady(one) && one.canSleep === true && one.revision === serving && !one.isLeaving,
  )?.id;
};

const CAUSES: Readonly<Record<string, StopCause>> = {
  stop: 'endpoint_stopped',
  delete: 'endpoint_deleted',
  failed: 'endpoint_failed',
};

/** Why a victim ends, from why the count fell. */
export const stopCauseOf = (scaleCause: string): StopCause => CAUSES[scaleCause] ?? 'scaled_down';
