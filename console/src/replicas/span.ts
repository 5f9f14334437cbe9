import type { Row } from '../ui/timeline.ts';

/** The rows that reach into the last `ms`, and the time to draw: never longer than what there is to see. */
export const shownOf = (
  rows: readonly Row[],
  nowMs: number,
  ms: number,
): Readonly<{ rows: readonly Row[]; fromMs: number }> => {
  const shown = rows.filter(({ end }) => !end || end.atMs > nowMs - ms);
  const first = Math.min(...shown.map(({ stretches }) => stretches[0]?.fromMs ?? nowMs), nowMs - 60_000);
  return { rows: shown, fromMs: Math.max(nowMs - ms, first) };
};
