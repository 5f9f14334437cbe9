import { type LiveReplica, byCostOfLoss, count, isPending } from './live-replica.ts';

/** Templates that change places: `percent` of 100 requests go to `to`; at 100 it replaces `from`. */
export type Rollout = Readonly<{ from: number; to: number; percent: number }>;

export type Going = Readonly<{
  /** What goes anyway: its room will be free. */
  leaving: readonly LiveReplica[];
  /** What else may go, least loss first. */
  mayGo: readonly LiveReplica[];
  /** At most so many of `mayGo`. */
  most: number;
}>;

/**
 * Who must go so that those that wait get room: as few as possible, and nobody for one that would find none even then.
 * `hopeless` counts the latter.
 */
export type MakeRoom = (
  waiting: readonly LiveReplica[],
  going: Going,
) => Readonly<{ gone: ReadonlySet<string>; hopeless: number }>;

/** How many replicas of a template are missing. */
export type Missing = Readonly<{ revision: number; count: number }>;

/** An endpoint's replicas as they should be divided: what its templates lack, and what goes, by why. */
export type Division = Readonly<{
  missing: readonly Missing[];
  /** Another template takes their place. */
  replaced: readonly LiveReplica[];
  /** There are too many of their own template. */
  surplus: readonly LiveReplica[];
}>;

export type Parts = Readonly<{
  desired: number;
  live: readonly LiveReplica[];
  rollout: Rollout;
  /** Ready ones of `to` that are not among `live`, because they leave their nodes. */
  readyElsewhere: number;
}>;

/** Without a rollout: one template alone. */
export const alone = (desired: number, serving: number, live: readonly LiveReplica[]): Division => {
  const own = live.filter(({ revision }) => revision === serving).toSorted(byCostOfLoss(serving));
  return {
    missing: [{ revision: serving, count: Math.max(0, desired - own.length) }],
    replaced: live.filter(({ revision }) => revision !== serving).toSorted(byCostOfLoss(serving)),
    surplus: own.slice(0, Math.max(0, own.length - desired)),
  };
};

/** What leaves first of an ordered list, and the rest. */
export const split = (
  ordered: readonly LiveReplica[],
  most: number,
): readonly [readonly LiveReplica[], readonly LiveReplica[]] => {
  const at = Math.max(0, Math.min(ordered.length, most));
  return [ordered.slice(0, at), ordered.slice(at)];
};

export const holding = (replicas: readonly LiveReplica[]): readonly LiveReplica[] =>
  replicas.filter((replica) => !isPending(replica));

export const without = (
  replicas: readonly LiveReplica[],
  gone: ReadonlySet<string>,
): readonly [readonly LiveReplica[], readonly LiveReplica[]] => [
  replicas.filter(({ id }) => gone.has(id)),
  replicas.filter(({ id }) => !gone.has(id)),
];

/** How many replicas more than desired a rollout may start. */
export const surgeOf = (desired: number): number => Math.max(1, Math.floor(desired / 4));

export const readyAtMost = (replicas: readonly LiveReplica[], most: number): number =>
  Math.min(
    count(replicas, ({ state }) => state === 'ready'),
    most,
  );
