import type { Part } from '../ui/waterfall.tsx';

/** The gateway’s own account of a request. */
export type Timing = Readonly<{ queueMs: number; wakeMs: number; firstByteMs: number }>;

/** Reads `queue;dur=0.0, wake;dur=12.5, ttfb;dur=68.6`; what is not there is 0. */
export const timingOf = (header: string | null): Timing | null => {
  if (header === null) return null;
  const durationOf = (name: string): number =>
    Number(new RegExp(`(?:^|,)\\s*${name}\\s*;[^,]*dur=([\\d.]+)`).exec(header)?.[1] ?? 0);
  return { queueMs: durationOf('queue'), wakeMs: durationOf('wake'), firstByteMs: durationOf('ttfb') };
};

type Recorded = Readonly<{ queueMs: number; wakeMs: number; firstByteMs: number | null }>;

/** The same from the access log: what a stream that was held could not say in its head. */
export const timingOfRecord = ({ queueMs, wakeMs, firstByteMs }: Recorded): Timing => ({
  queueMs,
  wakeMs,
  firstByteMs: Math.max(0, (firstByteMs ?? 0) - queueMs - wakeMs),
});

const PARTS = [
  ['waiting for a free replica', 'queueMs', '#d08a1f'],
  ['waking a replica', 'wakeMs', '#1098ad'],
  ['first byte of the replica', 'firstByteMs', '#3b82c4'],
] as const;

/** Where the time of a request went, one after the other; the rest is the answer and the way. */
export const partsOf = (timing: Timing, totalMs: number): readonly Part[] => {
  const parts: Part[] = [];
  let fromMs = 0;
  for (const [label, name, color] of PARTS) {
    parts.push({ label, fromMs, ms: timing[name], color });
    fromMs += timing[name];
  }
  return [...parts, { label: 'the answer', fromMs, ms: Math.max(0, totalMs - fromMs), color: '#2f9e58' }];
};

/** In less time than this nothing was streamed. */
const TOO_SHORT_MS = 20;

/** Tokens after the first one, by the time after the first one. */
export const tokensPerSecond = (
  tokens: number | null,
  firstTokenMs: number | null,
  totalMs: number,
): number | null => {
  if (tokens === null || firstTokenMs === null || tokens < 2 || totalMs < firstTokenMs + TOO_SHORT_MS)
    return null;
  return ((tokens - 1) * 1000) / (totalMs - firstTokenMs);
};

/** What the replica’s time of a request costs at most: others may have shared it. */
export const costOfCall = (priceNanoUsdPerHour: string, timing: Timing | null, totalMs: number): bigint => {
  const heldUs = Math.max(0, Math.round((totalMs - (timing?.queueMs ?? 0) - (timing?.wakeMs ?? 0)) * 1000));
  return (BigInt(priceNanoUsdPerHour) * BigInt(heldUs)) / 3_600_000_000n;
};
