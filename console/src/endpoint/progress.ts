import type { Phase } from '../ui/timeline.ts';
import { type Row, startOf } from '../ui/timeline.ts';

export type Step = Readonly<{
  phase: Phase;
  state: 'done' | 'now' | 'next';
  seconds: number | null;
  /** What it took lately; null: never measured. */
  usualSeconds: number | null;
}>;
export type Progress = Readonly<{
  replicaId: string;
  seconds: number;
  leftSeconds: number | null;
  steps: readonly Step[];
}>;
export type Usual = Readonly<Partial<Record<Phase, number | null>>>;

const PARTS: readonly Phase[] = ['queued', 'pulling', 'loading'];

/** How far the start has come that is nearest to its end; null when nothing starts. */
export const progressOf = (rows: readonly Row[], usual: Usual): Progress | null => {
  const starting = rows
    .filter(({ end, stretches }) => !end && PARTS.includes(stretches.at(-1)?.phase ?? 'ready'))
    .map((row) => ({ row, parts: startOf(row) }))
    .sort(
      (a, b) =>
        PARTS.indexOf(b.parts.at(-1)?.phase ?? 'queued') - PARTS.indexOf(a.parts.at(-1)?.phase ?? 'queued'),
    );
  const first = starting[0];
  if (!first) return null;
  const at = PARTS.indexOf(first.parts.at(-1)?.phase ?? 'queued');
  const steps = PARTS.map((phase, index): Step => {
    const took = first.parts.find((part) => part.phase === phase);
    const state = index < at ? 'done' : index === at ? 'now' : 'next';
    return { phase, state, seconds: took ? took.ms / 1000 : null, usualSeconds: usual[phase] ?? null };
  });
  return {
    replicaId: first.row.replicaId,
    seconds: first.parts.reduce((sum, { ms }) => sum + ms, 0) / 1000,
    leftSeconds: leftOf(steps),
    steps,
  };
};

const leftOf = (steps: readonly Step[]): number | null => {
  let left = 0;
  for (const { state, seconds, usualSeconds } of steps) {
    if (state === 'done') continue;
    if (usualSeconds === null) return null;
    left += Math.max(0, usualSeconds - (state === 'now' ? (seconds ?? 0) : 0));
  }
  return left;
};
