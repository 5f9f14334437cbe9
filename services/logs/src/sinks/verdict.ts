/** What came of sending some lines. */
export type Outcome =
  | Readonly<{
      kind: 'answered';
      status: number;
      /** As the header says it. */
      retryAfter: string | null;
      /** What it says of itself, as far as that is short. */
      words: string;
      /** Of those that it took, lines that it will never keep. */
      rejected: number;
    }>
  | Readonly<{ kind: 'unreachable' | 'refused'; error: string }>;

export type Verdict =
  | Readonly<{ kind: 'taken'; rejected: number; error: string | null }>
  /** The same lines in a smaller request. */
  | Readonly<{ kind: 'smaller'; error: string }>
  | Readonly<{ kind: 'again'; waitSeconds: number; error: string }>;

const LONGEST_WAIT_SECONDS = 300;
/** A receiver that wants more patience is asked in between all the same. */
const LONGEST_RETRY_AFTER_SECONDS = 900;
const LONGEST_WORDS = 300;
/** It has read them, and would say the same of them again. */
const FOR_GOOD = [400, 422];

type Tried = Readonly<{
  lines: number;
  /** Before this one, in a row. */ failures: number;
  nowMs: number;
  random: number;
}>;

/** @param random between 0 and 1: spreads receivers that failed together */
export const verdictOf = (outcome: Outcome, { lines, failures, nowMs, random }: Tried): Verdict => {
  const backOff = Math.min(LONGEST_WAIT_SECONDS, 2 ** Math.min(failures, 20)) * (0.75 + random / 2);
  if (outcome.kind !== 'answered') return { kind: 'again', waitSeconds: backOff, error: outcome.error };
  const { status, retryAfter, rejected } = outcome;
  const words = outcome.words.replace(/\s+/g, ' ').trim().slice(0, LONGEST_WORDS);
  if (status >= 200 && status < 300)
    return {
      kind: 'taken',
      rejected: Math.min(rejected, lines),
      error: rejected > 0 ? `the receiver took only a part: ${words}` : null,
    };
  const error = `the receiver answered ${String(status)}${words === '' ? '' : `: ${words}`}`;
  if (status === 413 && lines > 1) return { kind: 'smaller', error };
  if (status === 413 || FOR_GOOD.includes(status)) return { kind: 'taken', rejected: lines, error };
  return { kind: 'again', waitSeconds: Math.max(backOff, secondsOf(retryAfter, nowMs)), error };
};

/** Seconds, or a date (RFC 9110); 0 when it says neither. */
const secondsOf = (retryAfter: string | null, nowMs: number): number => {
  if (retryAfter === null) return 0;
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - nowMs) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.min(LONGEST_RETRY_AFTER_SECONDS, Math.max(0, seconds));
};
