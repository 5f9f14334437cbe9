import { merged } from '../numbers/numbers.ts';
import type { StepRow } from '../recording/open-steps.ts';
import { keyOf } from '../recording/series.ts';
import { type Look, NOTHING } from './value.ts';

export type Stretch = Readonly<{ fromUs: number; untilUs: number; stepUs: number }>;
/** What was read for a stretch of time, of finer steps too. */
export type Read = Readonly<{
  rows: readonly StepRow[];
  watched: readonly Readonly<{ atUs: number; us: number; looks: number }>[];
}>;

const ofReplica = (look: Look): Look => ({ ...look, isReplica: true });

/** What is known of each series that has anything, step by step; by the series’ key, and under `` that of one that has nothing. */
export const assembled = ({ rows, watched }: Read, stretch: Stretch): Map<string, Look[]> => {
  const { fromUs, untilUs, stepUs } = stretch;
  const placeOf = (atUs: number): number => Math.floor((atUs - fromUs) / stepUs);
  const count = Math.max(0, Math.ceil((untilUs - fromUs) / stepUs));
  const nothing = Array.from({ length: count }, (): Look => NOTHING);
  for (const { atUs, us, looks } of watched) {
    const look = nothing[placeOf(atUs)];
    if (look) nothing[placeOf(atUs)] = { ...look, watchedUs: look.watchedUs + us, looks: look.looks + looks };
  }
  const all = new Map<string, Look[]>([['', nothing]]);
  for (const row of rows) {
    const key = keyOf(row);
    let looks = all.get(key);
    if (!looks) all.set(key, (looks = row.replicaId === '' ? [...nothing] : nothing.map(ofReplica)));
    const look = looks[placeOf(row.atUs)];
    if (look)
      looks[placeOf(row.atUs)] = {
        ...look,
        numbers: look.numbers ? merged(look.numbers, row.numbers) : row.numbers,
      };
  }
  return all;
};
