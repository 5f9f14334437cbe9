/** How often and how patiently a request is tried again. */
export type Retries = Readonly<{
  /** After the first try. 0: never. */
  most?: number;
  /** A platform that wants to be left alone for longer is not waited for: its answer is handed over. */
  longestWaitMs?: number;
}>;

export type Asked = Readonly<{ method: string; path: string; hasKey: boolean }>;
/** What a try came to; `status` null: no answer. */
export type Outcome = Readonly<{
  status: number | null;
  code: string | null;
  retryAfterMs: number | null;
  /** False: the platform says that another try is of no use. */
  shouldRetry: boolean;
}>;

export const DEFAULT_RETRIES = { most: 2, longestWaitMs: 30_000 } as const;

const FIRST_WAIT_MS = 250;
const LONGEST_OWN_WAIT_MS = 8000;

/** Of these a repetition is another sign-in or another code, whatever key it carries. */
const UNKEYED = /^\/v1\/(?:session|sign-in-codes)(?:\/|$)/;

/** Whether POSTs of this path have one effect however often they come, when they carry a key. */
export const takesKey = ({ method, path }: Pick<Asked, 'method' | 'path'>): boolean =>
  method === 'POST' && !UNKEYED.test(path);

/** Nothing changes when it is done twice. */
const isSafe = (asked: Asked): boolean =>
  asked.method === 'GET' || asked.method === 'HEAD' || (asked.hasKey && takesKey(asked));

const AWAY = new Set([408, 425, 502, 503, 504]);

/**
 * How long to wait before the request is made again; null: not at all. Who was turned away for being too many (429) had no effect
 * yet, so that holds for every method; what may have had one is repeated only where that is safe.
 * @param tried how often it was tried already
 * @param random from 0 up to 1
 */
export const waitBefore = (
  asked: Asked,
  outcome: Outcome,
  { most, longestWaitMs }: Required<Retries>,
  { tried, random }: Readonly<{ tried: number; random: number }>,
): number | null => {
  if (tried > most || !outcome.shouldRetry) return null;
  if (outcome.status !== 429 && !(isSafe(asked) && mayPass(outcome))) return null;
  const ownMs = Math.min(FIRST_WAIT_MS * 2 ** (tried - 1), LONGEST_OWN_WAIT_MS) * (0.5 + random / 2);
  const waitMs = Math.max(outcome.retryAfterMs ?? 0, ownMs);
  return waitMs <= longestWaitMs ? waitMs : null;
};

const mayPass = ({ status, code }: Outcome): boolean =>
  status === null || AWAY.has(status) || code === 'request.in_progress';
