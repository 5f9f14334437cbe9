import type { EndpointState } from '@tidegate/scaling';
import { MINUTE_SECONDS } from './arrivals.ts';

type Traffic = EndpointState['traffic'];

/** What came in one minute since the epoch, by its seconds. */
export type Minute = Readonly<{ minute: number; counts: readonly number[] }>;

/**
 * The minutes that are over and remembered, from one on; those in which nothing came are left out. Of a minute that is known in part
 * its known seconds count.
 *
 * What a look counted came in the second before it. A stretch that was not looked at has fractions: each second is the difference
 * of two rounded totals, so that nothing is lost or counted twice, also from one call to the next.
 * @param fromMinute since the epoch; null: from the first that is known
 */
export const minutesOf = (traffic: Traffic, fromMinute: number | null): Minute[] => {
  const known = Math.max(traffic.firstSecond, traffic.second - traffic.ring.length + 1);
  const first = Math.max(Math.floor(known / MINUTE_SECONDS), fromMinute ?? Number.NEGATIVE_INFINITY);
  const minutes: Minute[] = [];
  for (let minute = first; (minute + 1) * MINUTE_SECONDS <= traffic.second; minute++) {
    const counts = Array.from({ length: MINUTE_SECONDS }, (_, n) => {
      const second = minute * MINUTE_SECONDS + n;
      return second < known ? 0 : totalAt(traffic, second + 1) - totalAt(traffic, second);
    });
    if (counts.some((count) => count > 0)) minutes.push({ minute, counts });
  }
  return minutes;
};

const totalAt = ({ ring }: Traffic, second: number): number => Math.round(ring[second % ring.length] ?? 0);
