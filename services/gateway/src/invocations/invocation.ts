/** What became of one try at a replica. */
export type TryResult =
  | Readonly<{ kind: 'answered'; status: number; contentType: string; body: Buffer; tooLarge: boolean }>
  | Readonly<{ kind: 'unanswered'; problem: string }>;

export type Verdict =
  | Readonly<{ kind: 'finished'; state: 'succeeded' | 'failed'; error: string | null }>
  | Readonly<{ kind: 'again'; problem: string }>;

/** An overloaded or failing replica may answer the next time; what it refuses for the request's own sake it refuses again. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Whether a try settles the invocation. */
export const judge = (result: TryResult, resultLimitBytes: number): Verdict => {
  if (result.kind === 'unanswered') return { kind: 'again', problem: result.problem };
  const { status, tooLarge } = result;
  if (status >= 500 || PASSING.has(status))
    return { kind: 'again', problem: `the replica answered ${String(status)}` };
  if (tooLarge)
    return {
      kind: 'finished',
      state: 'failed',
      error: `The result is larger than ${String(resultLimitBytes)} bytes.`,
    };
  return status < 400
    ? { kind: 'finished', state: 'succeeded', error: null }
    : { kind: 'finished', state: 'failed', error: `The replica answered ${String(status)}.` };
};

/** A stored invocation. */
export type Invocation = Readonly<{
  id: string;
  endpointId: string;
  projectId: string;
  state: 'queued' | 'running' | 'succeeded' | 'failed';
  attempts: number;
  queuedAt: Date;
  finishedAt: Date | null;
  status: number | null;
  error: string | null;
  contentType: string | null;
  result: Buffer | null;
}>;

export const isFinished = ({ state }: Invocation): boolean => state === 'succeeded' || state === 'failed';

/** What a caller who asks for it reads: the result as JSON where it is JSON, as text where it is text, else as base64. */
export const invocationView = (invocation: Invocation) => {
  const { id, endpointId, state, attempts, queuedAt, finishedAt, status, error, contentType } = invocation;
  return {
    id,
    endpointId,
    state,
    attempts,
    queuedAt: queuedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    status,
    error,
    contentType,
    ...(invocation.result && resultOf(contentType ?? '', invocation.result)),
  };
};

const resultOf = (
  contentType: string,
  bytes: Buffer,
): { result: unknown } | { resultText: string } | { resultBase64: string } => {
  if (/^application\/(?:[\w.+-]*\+)?json\b/i.test(contentType))
    try {
      return { result: JSON.parse(bytes.toString('utf8')) as unknown };
    } catch {
      return { resultText: bytes.toString('utf8') };
    }
  if (/^text\//i.test(contentType)) return { resultText: bytes.toString('utf8') };
  return { resultBase64: bytes.toString('base64') };
};
