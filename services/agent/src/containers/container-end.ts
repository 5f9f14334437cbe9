/** What a daemon knows of a container's end. */
export type ContainerState = Readonly<{ ExitCode: number; OOMKilled: boolean; FinishedAt: string }>;

/** The same moment on two clocks, in microseconds. */
export type Moment = Readonly<{ monotonicUs: number; wallUs: number }>;

/**
 * A wall clock's time on the monotonic clock. The wall clock may have been set meanwhile: never before the start, never in
 * the future.
 */
export const monotonicUsOf = (time: string, { monotonicUs, wallUs }: Moment, startedAtUs = 0): number => {
  const atUs = Date.parse(time) * 1000;
  if (!Number.isFinite(atUs) || atUs <= 0) return monotonicUs;
  return Math.max(startedAtUs, Math.min(monotonicUs, Math.round(monotonicUs - (wallUs - atUs))));
};

/** What its owner should read about a replica whose memory did not suffice. */
export const outOfMemoryWords = (memoryMib: number): string =>
  `the replica was ended because it needed more than the ${String(memoryMib)} MiB of memory of its hardware`;
