import { INTENDED_STOPS, type StopCause } from '@tidegate/contracts';

/** How an endpoint's revision has been dying: crashes in a row, and how many of their replacements wait until when. */
export type BackOff = Readonly<{
  revision: number;
  failures: number;
  heldBack: number;
  dueAtUs: number | null;
}>;

export type Crash = Readonly<{
  revision: number;
  readyAtUs: number | null;
  stoppedAtUs: number;
  nowUs: number;
}>;

const FIRST_WAIT_US = 1_000_000;
const LONGEST_WAIT_US = 60_000_000;
/** A replica that served for so long was healthy: its crash begins a new row. */
const HEALTHY_US = 60_000_000;

export const isCrash = (cause: StopCause): boolean => !INTENDED_STOPS.includes(cause);

/** 1, 2, 4 … s, at most 60. */
export const waitUs = (failures: number): number =>
  Math.min(LONGEST_WAIT_US, FIRST_WAIT_US * 2 ** Math.min(failures - 1, 10));

export const afterCrash = (before: BackOff | undefined, crash: Crash): BackOff => {
  const sameRow = before?.revision === crash.revision;
  // Replicas that fall together are one failure: the wait is for the revision, not for each of them.
  if (sameRow && before.dueAtUs !== null && crash.nowUs < before.dueAtUs)
    return { ...before, heldBack: before.heldBack + 1 };
  const wasHealthy = crash.readyAtUs !== null && crash.stoppedAtUs - crash.readyAtUs >= HEALTHY_US;
  const failures = sameRow && !wasHealthy ? before.failures + 1 : 1;
  return {
    revision: crash.revision,
    failures,
    heldBack: (sameRow ? before.heldBack : 0) + 1,
    dueAtUs: crash.nowUs + waitUs(failures),
  };
};

/** Replacements that must wait now. Another revision owes nothing to the failures of the last. */
export const heldBackAt = (backOff: BackOff | null, revision: number, nowUs: number): number =>
  backOff?.revision === revision && backOff.dueAtUs !== null && nowUs < backOff.dueAtUs
    ? backOff.heldBack
    : 0;
