import { usdOf, type UsageGroup } from '@tidegate/contracts';
import { type TimeUnit, bucketsOf } from './buckets.ts';
import type { Dimension } from './dimension.ts';
import { type Group, type Key, compareKeys } from './groups.ts';
import type { Labels } from './labels.ts';
import type { Span } from './piece.ts';

/** A place among groups: in which window, and after which group. */
export type GroupPlace = Readonly<{ fromUs: number; keys: readonly Key[] }>;

/** @param dimensions how many keys a group has */
export const isGroupPlace =
  (dimensions: number) =>
  (value: unknown): value is GroupPlace => {
    const { fromUs, keys } = (value ?? {}) as Partial<GroupPlace>;
    return (
      Number.isSafeInteger(fromUs) &&
      Array.isArray(keys) &&
      keys.length === dimensions &&
      keys.every((key) => key === null || typeof key === 'string')
    );
  };

const DAY_US = 86_400_000_000;
/** So many buckets of time are looked at together at most, that what is held stays small. */
const TOGETHER_US: Readonly<Record<TimeUnit, number>> = {
  hour: 7 * DAY_US,
  day: 62 * DAY_US,
  month: Infinity,
};

/** Parts of a span that follow each other, each of whole buckets but for its edges. */
export function* windowsOf(unit: TimeUnit | null, span: Span, timeZone: string): Generator<Span> {
  if (unit === null || unit === 'month') {
    yield span;
    return;
  }
  let { fromUs } = span;
  for (const bucket of bucketsOf(unit, span, timeZone))
    if (bucket.untilUs - fromUs >= TOGETHER_US[unit] || bucket.untilUs === span.untilUs) {
      yield { fromUs, untilUs: bucket.untilUs };
      fromUs = bucket.untilUs;
    }
}

/** Groups after a place; all of them where it is in another window. */
export const after = (groups: readonly Group[], place: GroupPlace | null, window: Span): Group[] =>
  place?.fromUs === window.fromUs
    ? groups.filter(({ keys }) => compareKeys(place.keys, keys) < 0)
    : [...groups];

export const groupView = (
  { keys, used }: Group,
  dimensions: readonly Dimension[],
  labels: Labels,
): UsageGroup => {
  const group = Object.fromEntries(dimensions.map(({ name }, nth) => [name, keys[nth] ?? null]));
  return {
    group,
    endpointName: labels.latest(group['endpoint'] ?? '')?.name ?? null,
    heldMicroseconds: String(used.heldUs),
    coveredMicroseconds: String(used.coveredUs),
    gpuMicroseconds: String(used.gpuThousandthsUs / 1000n),
    gpuThousandthsMicroseconds: String(used.gpuThousandthsUs),
    vcpuMillisMicroseconds: String(used.vcpuMillisUs),
    costNanoUsd: String(used.costNanoUsd),
    costUsd: usdOf(used.costNanoUsd),
  };
};
