/** What one try came to. */
export type Outcome =
  | Readonly<{ kind: 'answered'; status: number }>
  | Readonly<{ kind: 'unreachable'; error: string }>
  /** Where it should go is no place for a webhook. */
  | Readonly<{ kind: 'refused'; error: string }>;

export type Attempt = Readonly<{ at: string; status: number | null; error: string | null }>;
export type Verdict = 'delivered' | 'failed' | 'again';

export const MOST_TRIES = 8;
/** Seconds before the 2nd, 3rd, … 8th try: a receiver may be away for the better part of a day. */
const WAITS_SECONDS = [5, 30, 120, 600, 1800, 7200, 21_600];

/** @param tries made so far, this one included */
export const verdictOf = (outcome: Outcome, tries: number): Verdict => {
  if (outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300) return 'delivered';
  // 410: the receiver says that it is gone and wants no more.
  if (outcome.kind === 'refused' || (outcome.kind === 'answered' && outcome.status === 410)) return 'failed';
  return tries >= MOST_TRIES ? 'failed' : 'again';
};

/** @param random between 0 and 1: spreads receivers that failed together over a fifth of the wait */
export const waitSeconds = (tries: number, random: number): number =>
  (WAITS_SECONDS[Math.min(tries, WAITS_SECONDS.length) - 1] ?? 0) * (0.9 + 0.2 * random);

export const attemptOf = (outcome: Outcome, at: Date): Attempt => ({
  at: at.toISOString(),
  status: outcome.kind === 'answered' ? outcome.status : null,
  error: outcome.kind === 'answered' ? null : outcome.error.slice(0, 300),
});

/** In words, for the dead letter. */
export const wordsFor = (outcome: Outcome): string =>
  outcome.kind === 'answered' ? `the receiver answered ${String(outcome.status)}` : outcome.error;
