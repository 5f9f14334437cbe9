import type { Verdict } from '../invocations/invocation.ts';

/** What became of one try at a replica. */
export type TryResult =
  | Readonly<{ kind: 'answered'; status: number; contentType: string; body: Buffer; tooLarge: boolean }>
  /** It reached a replica, and nothing whole came back. */
  | Readonly<{ kind: 'unanswered'; problem: string }>
  /** No replica could take it: nothing was tried. */
  | Readonly<{ kind: 'turned_away' }>
  /** It was called back. */
  | Readonly<{ kind: 'called_back' }>;

/** An overloaded or failing replica may answer the next time; what it refuses for the request's own sake it refuses again. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Whether an answer, or none, settles the invocation. */
export const judge = (
  result: Extract<TryResult, { kind: 'answered' | 'unanswered' }>,
  resultLimitBytes: number,
): Verdict => {
  if (result.kind === 'unanswered') return { kind: 'again', problem: result.problem };
  const { status, contentType, tooLarge } = result;
  if (status >= 500 || PASSING.has(status))
    return { kind: 'again', problem: `the replica answered ${String(status)}` };
  return { kind: 'settled', status, contentType, error: errorOf(status, tooLarge, resultLimitBytes) };
};

const errorOf = (status: number, tooLarge: boolean, limitBytes: number): string | null => {
  if (tooLarge) return `The result is larger than ${String(limitBytes)} bytes.`;
  return status < 400 ? null : `The replica answered ${String(status)}.`;
};
