import type { RequestTimeouts } from '@tidegate/contracts';

/** How long a request may take, in milliseconds. */
export type Limits = Readonly<{
  /** From its being sent to the first byte of the answer. */
  firstByteMs: number;
  /** The longest silence within an answer, or of a caller that does not read. */
  idleMs: number;
  /** From its being accepted to its last byte, waiting included; 0: no limit. */
  totalMs: number;
}>;

type Defaults = Readonly<{ firstByteTimeoutMs: number; idleTimeoutMs: number; totalTimeoutMs: number }>;

const msOf = (seconds: number | null, standardMs: number): number =>
  seconds === null ? standardMs : seconds * 1000;

/** An endpoint's own limits, and the gateway's where it has none. */
export const limitsOf = (
  { firstByteSeconds, idleSeconds, totalSeconds }: RequestTimeouts,
  { firstByteTimeoutMs, idleTimeoutMs, totalTimeoutMs }: Defaults,
): Limits => ({
  firstByteMs: msOf(firstByteSeconds, firstByteTimeoutMs),
  idleMs: msOf(idleSeconds, idleTimeoutMs),
  totalMs: msOf(totalSeconds, totalTimeoutMs),
});
