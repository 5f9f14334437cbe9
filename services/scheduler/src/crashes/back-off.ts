import { INTENDED_STOPS, type StopCause } from '@tidegate/contracts';

/** How a template has been dying: crashes in a row, and how many of their replacements wait until when. */
export type BackOff = Readonly<{ failures: number; heldBack: number; dueAtUs: number | null }>;

export type Crash = Readonly<{ readyAtUs: number | null; stoppedAtUs: number; nowUs: number }>;

const FIRST_WAIT_US = 1_000_000;
const LONGEST_WAIT_US = 60_000_000;
/** A replica that served for so long was healthy: its crash begins a new row. */
const HEALTHY_US = 60_000_000;

export const isCrash = (cause: StopCause): boolean => !INTENDED_STOPS.includes(cause);

/** 1, 2, 4 … s, at most 60. */
export const waitUs = (failures: number): number =>
  Math.min(LONGEST_WAIT_US, FIRST_WAIT_US * 2 ** Math.min(failures - 1, 10));

/** @param before of the same template: another one owes nothing to its failures */
export const afterCrash = (before: BackOff | undefined, crash: Crash): BackOff => {
  // Replicas that fall together are one failure: the wait is for the template, not for each of them.
  if (before?.dueAtUs != null && crash.nowUs < before.dueAtUs)
    return { ...before, heldBack: before.heldBack + 1 };
  const wasHealthy = crash.readyAtUs !== null && crash.stoppedAtUs - crash.readyAtUs >= HEALTHY_US;
  const failures = before && !wasHealthy ? before.failures + 1 : 1;
  return {
    failures,
    heldBack: (before?.heldBack ?? 0) + 1,
    dueAtUs: crash.nowUs + waitUs(failures),
  };
};

/** Replacements that must wait now. */
export const heldBackAt = (backOff: BackOff | undefined, nowUs: number): number =>
  backOff?.dueAtUs != null && nowUs < backOff.dueAtUs ? backOff.heldBack : 0;
