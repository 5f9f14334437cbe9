import type { StopCause } from '@tidegate/contracts';
import { pullProblem } from '../images/pull-problem.ts';
import type { Hurdle } from './pod-state.ts';

/** Why a pod that does not run yet never will. */
export type LaunchProblem = Readonly<{ cause: StopCause; sentence: string }>;

/** What passes by itself mostly does so within these times. */
const PATIENCE_MS: Readonly<Record<Hurdle['kind'], number>> = {
  // Registries that are away come back; Kubernetes asks again after 10, 20, 40 s.
  image: 90_000,
  // Of a Secret that was made a moment ago the node may not have heard yet.
  container: 20_000,
  // Whoever has the room may be ending: 30 s is what pods are given for that by default.
  room: 45_000,
};
/** These never pass. */
const HOPELESS = new Set(['InvalidImageName', 'ErrImageNeverPull']);
/** Kubernetes says no more than that it waits: what went wrong it has said before, and says again. */
const IS_ONLY_WAITING = /^Back-off pulling image/i;

/**
 * What a hurdle means once it has been there for so long.
 * @param words the last that was said of it that says why
 * @returns null: it may still pass
 */
export const launchProblem = (
  image: string,
  { kind, reason }: Hurdle,
  { words, forMs }: Readonly<{ words: string; forMs: number }>,
): LaunchProblem | null => {
  const { sentence, isPassing } = problemOf(image, kind, { reason, words });
  if (isPassing && forMs < PATIENCE_MS[kind] && !HOPELESS.has(reason)) return null;
  return { cause: kind === 'image' ? 'image_pull_failed' : 'launch_failed', sentence };
};

type Problem = Readonly<{ sentence: string; isPassing: boolean }>;

const problemOf = (
  image: string,
  kind: Hurdle['kind'],
  { reason, words }: Readonly<{ reason: string; words: string }>,
): Problem => {
  switch (kind) {
    case 'image': {
      const { sentence, isPassing } = pullProblem(image, { status: null, message: words || reason });
      return { sentence, isPassing: isPassing || words === '' || IS_ONLY_WAITING.test(words) };
    }
    case 'container':
      return { sentence: `its container could not be made (${reason}): ${words}`, isPassing: true };
    case 'room': {
      const sentence = `out of capacity: the cluster's own scheduler has no room for it on its node: ${words}`;
      return { sentence, isPassing: true };
    }
  }
};

/** What is worth remembering of what a hurdle says, given what was said before. */
export const wordsOf = ({ message }: Hurdle, before: string): string =>
  message === '' || (IS_ONLY_WAITING.test(message) && before !== '') ? before : message;
