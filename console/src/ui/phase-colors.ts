import type { Phase } from './timeline.ts';

/** One colour for a phase, readable on both grounds beside its word. */
export const PHASE_COLORS: Readonly<Record<Phase, string>> = {
  queued: '#8a8f98',
  pulling: '#9c6ade',
  loading: '#3b82c4',
  ready: '#2f9e58',
  draining: '#d08a1f',
  asleep: '#5b6b8c',
  waking: '#1098ad',
};
