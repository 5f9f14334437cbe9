import {
  type Division,
  type MakeRoom,
  type Parts,
  holding,
  readyAtMost,
  split,
  surgeOf,
  without,
} from './division.ts';
import {
  type LiveReplica,
  byCostOfLoss,
  count,
  isReady,
  isTakingOver,
  isWithoutRoom,
} from './live-replica.ts';

/** The replicas of a canary's endpoint by what they are, each in the order in which they go. */
type Sides = Readonly<{
  young: readonly LiveReplica[];
  old: readonly LiveReplica[];
  /** Of a third template: a canary that was given up for this one. */
  stale: readonly LiveReplica[];
  share: number;
  ready: number;
}>;

/** How many replicas a canary of so many percent has: one at least. */
export const shareOf = (desired: number, percent: number): number =>
  Math.max(1, Math.round((desired * percent) / 100));

const sidesOf = ({ desired, live, rollout: { from, to, percent } }: Parts): Sides => {
  const sorted = live.toSorted(byCostOfLoss(from));
  const young = sorted.filter(({ revision }) => revision === to);
  const share = shareOf(desired, percent);
  return {
    young,
    old: sorted.filter(({ revision }) => revision === from),
    stale: sorted.filter(({ revision }) => revision !== from && revision !== to),
    share,
    ready: readyAtMost(young, share),
  };
};

/**
 * Who is more than a share, or of a third template, stays only while it takes requests that nobody else takes yet, and
 * while nobody waits for its room.
 */
const overhang = (desired: number, { young, stale, share, ready }: Sides, covered: number) => {
  const youngStay = Math.max(share, Math.min(desired - covered, count(young, isReady)));
  const staleStay = Math.max(0, Math.min(desired - ready - covered, count(stale, isReady)));
  const [surplus, keptYoung] = split(young, young.length - youngStay);
  const [abandoned, keptStale] = split(stale, stale.length - staleStay);
  const [extra] = split(keptYoung, keptYoung.length - share);
  return { surplus, keptYoung, abandoned, keptStale, mayGo: [...keptStale, ...extra] };
};

/**
 * A canary runs beside the template that serves, of which one always stays. Let D be desired and C = max(1, D x percent)
 * the canary's share, R of which are ready: of the others max(1, D - R) stay. Without room for it, one of the others goes
 * first, as long as one more is left than will be needed.
 */
export const canary = (parts: Parts, makeRoom: MakeRoom): Division => {
  const { desired, rollout, readyElsewhere } = parts;
  const sides = sidesOf(parts);
  const { old, share, ready } = sides;
  const [outlived, rest] = split(old, old.length - Math.max(1, desired - ready));
  const { surplus, keptYoung, abandoned, keptStale, mayGo } = overhang(desired, sides, count(rest, isReady));

  const waiting = keptYoung.filter(isWithoutRoom);
  const everybody = [...waiting, ...rest.filter(isWithoutRoom)];
  const leaving = [...outlived, ...abandoned, ...surplus];
  const early = makeRoom(everybody, { leaving, mayGo, most: mayGo.length }).gone;
  const [givenUp] = without(keptStale, early);
  const [tooMany, ownYoung] = without(keptYoung, early);

  const others = holding(rest);
  const most = Math.max(0, others.length - Math.max(1, desired - share));
  const left = [...leaving, ...givenUp, ...tooMany];
  const { gone, hopeless } = makeRoom(waiting, { leaving: left, mayGo: others, most });
  const [displaced, kept] = without(rest, gone);

  const isRoomBeingMade = waiting.length > hopeless && kept.length > 0;
  const carried = Math.min(share, ready + readyElsewhere);
  const lacking = Math.max(1, desired - carried - count(ownYoung, isTakingOver)) - kept.length;
  // A share that shrinks is taken over a few at a time: where room is short each of them goes before the other comes.
  const pace = ownYoung.length > share ? surgeOf(desired) - count(kept, (one) => !isReady(one)) : lacking;
  return {
    missing: [
      { revision: rollout.from, count: isRoomBeingMade ? 0 : Math.max(0, Math.min(lacking, pace)) },
      { revision: rollout.to, count: Math.max(0, share - ownYoung.length) },
    ],
    replaced: [...outlived, ...abandoned, ...givenUp, ...displaced],
    surplus: [...surplus, ...tooMany],
  };
};
