import { type Numbers, merged } from '../numbers/numbers.ts';
import type { StepRow } from './open-steps.ts';
import { keyOf } from './series.ts';

/** Finer steps as one coarser: exactly what they are together. */
export const rolledUp = (rows: readonly StepRow[], atUs: number): StepRow[] => {
  const whole = new Map<string, StepRow>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = whole.get(key);
    const numbers: Numbers = known ? merged(known.numbers, row.numbers) : row.numbers;
    whole.set(key, { ...row, atUs, numbers });
  }
  return [...whole.values()];
};
