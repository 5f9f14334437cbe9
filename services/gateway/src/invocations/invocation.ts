/** `storing`: it has its answer, which is on its way to where results go. */
export type State = 'queued' | 'running' | 'storing' | 'succeeded' | 'failed' | 'cancelled';

/** The life of one asynchronous request. Times are milliseconds since 1970. */
export type Life = Readonly<{
  state: State;
  /** Tries at a replica, the present one included. */
  attempts: number;
  maxAttempts: number;
  /** Where its result goes; null: kept by the platform. */
  target: string | null;
  /** Not tried before this. */
  dueAtMs: number;
  /** Not tried after this. */
  expiresAtMs: number;
  /** Who tries it, and until when that is believed without another word. */
  holder: string | null;
  heldUntilMs: number | null;
  /** Of the present try. */
  triedAtMs: number | null;
  /** Of the first try. */
  startedAtMs: number | null;
  finishedAtMs: number | null;
  /** In tries that are over. */
  ranMs: number;
  status: number | null;
  contentType: string | null;
  error: string | null;
  /** A dead letter: it can be queued anew. */
  givenUp: boolean;
}>;

/** What one try came to. */
export type Verdict =
  | Readonly<{ kind: 'settled'; status: number; contentType: string; error: string | null }>
  | Readonly<{ kind: 'again'; problem: string }>;

/** One try, named by who makes it and which one it is: word of any other changes nothing. */
export type Try = Readonly<{ holder: string; attempt: number }>;

/** What may happen to it, at any time and in any order. `random` is in [0, 1). */
export type Happening = Readonly<{ atMs: number }> &
  (
    | Readonly<{ kind: 'taken'; holder: string; leaseMs: number }>
    | Readonly<{ kind: 'tried'; of: Try; verdict: Verdict; random: number }>
    /** The try never reached a replica, or its process ends: it does not count. */
    | Readonly<{ kind: 'let_go'; of: Try; dueInMs: number }>
    /** Its holder has fallen silent. */
    | Readonly<{ kind: 'lost'; random: number }>
    | Readonly<{ kind: 'expired' }>
    | Readonly<{ kind: 'endpoint_deleted' }>
    | Readonly<{ kind: 'cancelled' }>
    | Readonly<{ kind: 'stored' }>
    | Readonly<{ kind: 'not_storable'; problem: string }>
  );

const OVER: ReadonlySet<State> = new Set(['succeeded', 'failed', 'cancelled']);
export const isOver = (state: State): boolean => OVER.has(state);

/** Seconds before the 2nd, 3rd, … try; the last one repeats. */
const BACK_OFF_SECONDS = [1, 5, 20, 60, 300];

/** @param random in [0, 1): spreads what failed together over a fifth of the wait */
export const backOffMs = (attempts: number, random: number): number => {
  const seconds = BACK_OFF_SECONDS[Math.min(attempts, BACK_OFF_SECONDS.length) - 1] ?? 1;
  return Math.round(seconds * 1000 * (0.9 + 0.2 * random));
};

type Of<Kind extends Happening['kind']> = Extract<Happening, { kind: Kind }>;
type Changes = {
  readonly [Kind in Happening['kind']]?: (life: Life, happening: Of<Kind>) => Life | undefined;
};

/** What changes it in which state. Whatever is not here changes nothing. */
const CHANGES: Readonly<Record<State, Changes>> = {
  queued: {
    taken: (life, { atMs, holder, leaseMs }) =>
      atMs < life.dueAtMs || atMs >= life.expiresAtMs
        ? undefined
        : {
            ...life,
            state: 'running',
            attempts: life.attempts + 1,
            holder,
            heldUntilMs: atMs + leaseMs,
            triedAtMs: atMs,
            startedAtMs: life.startedAtMs ?? atMs,
          },
    expired: (life, { atMs }) =>
      atMs < life.expiresAtMs ? undefined : givenUp(life, atMs, 'It waited too long.'),
    endpoint_deleted: (life, { atMs }) => ({
      ...life,
      state: 'failed',
      finishedAtMs: atMs,
      error: 'The endpoint was deleted.',
    }),
    cancelled: (life, { atMs }) => cancelled(life, atMs),
  },
  running: {
    tried: (life, { of, verdict, atMs, random }) => {
      if (!isOf(life, of)) return undefined;
      return verdict.kind === 'again'
        ? tryAgain(life, atMs, verdict.problem, random)
        : answered(letGo(life, atMs), atMs, verdict);
    },
    let_go: (life, { of, atMs, dueInMs }) => (isOf(life, of) ? uncounted(life, atMs + dueInMs) : undefined),
    lost: (life, { atMs, random }) =>
      atMs < (life.heldUntilMs ?? 0)
        ? undefined
        : tryAgain(life, atMs, 'the gateway that tried it fell silent', random),
    cancelled: (life, { atMs }) => cancelled(letGo(life, atMs), atMs),
  },
  storing: {
    stored: (life) => ({ ...life, state: outcomeOf(life) }),
    not_storable: (life, { atMs, problem }) =>
      givenUp(life, atMs, `Its result could not be stored: ${problem}`),
  },
  succeeded: {},
  failed: {},
  cancelled: {},
};

/**
 * What it is after something happened; undefined when that changes nothing. Whatever comes in whatever order, it ends
 * once, and what is over stays as it is.
 */
export const step = (life: Life, happening: Happening): Life | undefined => {
  const change = CHANGES[life.state][happening.kind] as
    ((life: Life, happening: Happening) => Life | undefined) | undefined;
  return change?.(life, happening);
};

const isOf = ({ holder, attempts }: Life, of: Try): boolean =>
  holder === of.holder && attempts === of.attempt;

const NOBODY = { holder: null, heldUntilMs: null, triedAtMs: null } as const;

const letGo = (life: Life, atMs: number): Life => ({
  ...life,
  ...NOBODY,
  ranMs: life.ranMs + Math.max(0, Math.round(atMs - (life.triedAtMs ?? atMs))),
});

const uncounted = (life: Life, dueAtMs: number): Life => ({
  ...life,
  ...NOBODY,
  state: 'queued',
  dueAtMs,
  attempts: life.attempts - 1,
  startedAtMs: life.attempts === 1 ? null : life.startedAtMs,
});

const tryAgain = (life: Life, atMs: number, problem: string, random: number): Life => {
  const free = letGo(life, atMs);
  const { attempts, maxAttempts, expiresAtMs } = free;
  if (attempts >= maxAttempts || atMs >= expiresAtMs) {
    const tries = attempts === 1 ? '1 try' : `${String(attempts)} tries`;
    return givenUp(free, atMs, `Given up after ${tries}: ${problem}`);
  }
  return { ...free, state: 'queued', error: problem, dueAtMs: atMs + backOffMs(attempts, random) };
};

const answered = (life: Life, atMs: number, verdict: Extract<Verdict, { kind: 'settled' }>): Life => {
  const { status, contentType, error } = verdict;
  const settled = { ...life, finishedAtMs: atMs, status, contentType, error };
  return { ...settled, state: life.target === null ? outcomeOf(settled) : 'storing' };
};

/** What an answer without an error is, whatever tries before it came to. */
const outcomeOf = ({ error }: Life): 'succeeded' | 'failed' => (error === null ? 'succeeded' : 'failed');

const givenUp = (life: Life, atMs: number, error: string): Life => ({
  ...life,
  state: 'failed',
  finishedAtMs: life.finishedAtMs ?? atMs,
  error,
  givenUp: true,
});

const cancelled = (life: Life, atMs: number): Life => ({
  ...life,
  state: 'cancelled',
  finishedAtMs: atMs,
  error: null,
});
