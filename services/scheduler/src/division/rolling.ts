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
import { byCostOfLoss, count, isPending, isTakingOver, isWithoutRoom } from './live-replica.ts';

/**
 * One template takes over from all others. Let D be desired, R the new ones that are ready, S = max(1, D/4) the surge.
 *
 * - New ones are started up to R + S: S at a time. With one ready, be it on a node that it leaves, the template has proven
 *   that it can, and whatever is missing of D is started as new ones too. With no old one left there is nothing to wait for: all D.
 * - Of the old ones D - R stay: each new one that becomes ready lets one go, so that never fewer than before are ready.
 * - A new one without room takes the place of an old one (`makeRoom`), but only where that really gives it room.
 * - While the new template has not proven anything, old ones that are lost are replaced, unless their place was just
 *   given to a new one.
 *
 * Together they are never more than D + S.
 */
export const rolling = (parts: Parts, makeRoom: MakeRoom): Division => {
  const {
    desired,
    live,
    rollout: { from, to },
  } = parts;
  const order = byCostOfLoss(from);
  const all = live.filter(({ revision }) => revision === to).toSorted(order);
  const [excess, young] = split(all, all.length - desired);
  const old = live.filter(({ revision }) => revision !== to).toSorted(order);
  const ready = readyAtMost(young, desired);
  const isProven = ready + parts.readyElsewhere > 0;

  const [outlived, rest] = split(old, old.length - (desired - ready));
  // An old one that only waits would keep its wish alive for ever where room is short.
  const useless = isProven ? rest.filter(isPending) : [];
  const candidates = rest.filter((replica) => !useless.includes(replica));
  const waiting = young.filter(isWithoutRoom);
  const mayGo = holding(candidates);
  const leaving = [...outlived, ...useless];
  const going = { leaving: [...leaving, ...excess], mayGo, most: mayGo.length };
  const { gone, hopeless } = makeRoom(waiting, going);
  const [displaced, kept] = without(candidates, gone);

  const limit = desired + surgeOf(desired);
  const [surplus, keptYoung] = split(young, young.length - (limit - kept.length));
  const proven = isProven ? desired - kept.length : 0;
  const wanted = kept.length === 0 ? desired : Math.min(desired, Math.max(ready + surgeOf(desired), proven));
  const whole = Math.max(wanted, keptYoung.length);

  const isRoomBeingMade = waiting.length > hopeless;
  const replaces = !isProven && kept.length > 0 && !isRoomBeingMade;
  const lost = Math.min(desired - count(keptYoung, isTakingOver), limit - whole) - kept.length;
  return {
    missing: [
      { revision: from, count: replaces ? Math.max(0, lost) : 0 },
      { revision: to, count: whole - keptYoung.length },
    ],
    replaced: [...leaving, ...displaced],
    surplus: [...excess, ...surplus],
  };
};
