import { ConnectionError, retryAfterMsOf } from './errors.ts';
import { pause } from './pause.ts';
import { type Asked, DEFAULT_RETRIES, type Outcome, type Retries, takesKey, waitBefore } from './retries.ts';

export type Fetch = (request: Request) => Promise<Response>;
export type Patience = Readonly<{ retries?: Retries; timeoutMs?: number }>;

/** A replay of recorded traffic may take a minute before anything is answered. */
const TIMEOUT_MS = 120_000;
const KEY = 'idempotency-key';

/**
 * Tries again what may be tried again. A POST gets a key once, so that all its tries have one effect.
 * @param timeoutMs until an answer begins
 */
export const retrying = (fetch: Fetch, { retries, timeoutMs = TIMEOUT_MS }: Patience = {}): Fetch => {
  const limits = { ...DEFAULT_RETRIES, ...retries };
  return async (request) => {
    const { pathname: path } = new URL(request.url);
    const { method } = request;
    if (takesKey({ method, path }) && !request.headers.has(KEY)) request.headers.set(KEY, newKey());
    const asked: Asked = { method, path, hasKey: request.headers.has(KEY) };
    for (let tried = 1; ; tried++) {
      const isLast = tried > limits.most;
      const given = await once(fetch, isLast ? [request] : [request, request.clone()], timeoutMs);
      const outcome = given instanceof Response ? await outcomeOf(given) : NO_ANSWER;
      const waitMs = waitBefore(asked, outcome, limits, { tried, random: Math.random() });
      if (waitMs === null) {
        if (given instanceof Response) return given;
        throw given;
      }
      if (given instanceof Response) await given.body?.cancel();
      await pause(waitMs, request.signal);
      request.signal.throwIfAborted();
    }
  };
};

/** Pages that are not served by TLS have no `randomUUID`. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

const NO_ANSWER: Outcome = { status: null, code: null, retryAfterMs: null, shouldRetry: true };

/**
 * In Node a request passes its signal on only while it is held by somebody: so each is held by the body of its answer.
 */
const held = new WeakMap<ReadableStream, readonly Request[]>();

/** @throws what the caller’s signal was aborted with */
const once = async (
  fetch: Fetch,
  requests: readonly Request[],
  timeoutMs: number,
): Promise<Response | ConnectionError> => {
  const [first] = requests as [Request];
  const { signal, url } = first;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const sent = new Request(requests.at(-1) ?? first, { signal: AbortSignal.any([signal, late.signal]) });
  try {
    const response = await fetch(sent);
    if (response.body) held.set(response.body, [...requests, sent]);
    return response;
  } catch (error) {
    signal.throwIfAborted();
    const said = late.signal.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error);
    return new ConnectionError(`${new URL(url).origin} cannot be reached (${said})`, {
      cause: causeOf(error),
    });
  } finally {
    clearTimeout(timer);
  }
};

/** What lies below is said by its cause; it may be of another realm, where it is no Error of ours. */
const causeOf = (error: unknown): unknown => (error as { cause?: unknown } | null)?.cause ?? error;
const reasonOf = (error: unknown): string => {
  const cause = causeOf(error) as { code?: string; message?: string };
  return cause.code ?? cause.message ?? 'no connection';
};

const outcomeOf = async (response: Response): Promise<Outcome> => ({
  status: response.status,
  code: response.status === 409 ? await codeOf(response.clone()) : null,
  retryAfterMs: retryAfterMsOf(response.headers, Date.now()),
  shouldRetry: response.headers.get('x-should-retry') !== 'false',
});

const codeOf = async (response: Response): Promise<string | null> => {
  const body = (await response.json().catch(() => null)) as { code?: string } | null;
  return body?.code ?? null;
};
