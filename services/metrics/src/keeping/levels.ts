import { METRIC_STEPS } from '@tidegate/contracts';

/** A kept step, and what it is rolled up from: 60, 600 and 3600 seconds from the one before each. */
export type Level = Readonly<{ seconds: number; keepSeconds: number; finerSeconds: number | null }>;

export const LEVELS: readonly Level[] = METRIC_STEPS.map((step, n) => ({
  ...step,
  finerSeconds: METRIC_STEPS[n - 1]?.seconds ?? null,
}));

/** Up to where each level is kept, epoch microseconds, by its seconds. */
export type Reached = Readonly<Record<string, number>>;
export type Piece = Readonly<{ stepSeconds: number; fromUs: number; untilUs: number }>;

/**
 * From which kept steps a time is read: the given one as far as it has been rolled up, the newest part from finer ones. The pieces
 * do not overlap.
 */
export const piecesOf = (stepSeconds: number, fromUs: number, untilUs: number, reached: Reached): Piece[] => {
  const pieces: Piece[] = [];
  let sinceUs = fromUs;
  for (const { seconds } of LEVELS.toReversed()) {
    if (seconds > stepSeconds) continue;
    const endUs = Math.min(untilUs, reached[seconds] ?? 0);
    if (endUs <= sinceUs) continue;
    pieces.push({ stepSeconds: seconds, fromUs: sinceUs, untilUs: endUs });
    sinceUs = endUs;
  }
  return pieces;
};

/** The coarsest kept step that divides a step, has not been dropped at that age, and does not make a step of too many. */
export const baseOf = (stepSeconds: number, ageSeconds: number): number | null =>
  LEVELS.findLast(
    ({ seconds, keepSeconds }) =>
      stepSeconds % seconds === 0 && stepSeconds / seconds <= MOST_PER_STEP && ageSeconds <= keepSeconds,
  )?.seconds ?? null;

const MOST_PER_STEP = 24;
