import { ApiError, errorOf } from './errors.ts';
import { pause } from './pause.ts';
import { type ServerEvent, ServerEvents, textsOf } from './server-events.ts';

/** `live` from the first event on; `reconnecting` while it is away; `ended` when the platform will not go on. */
export type LiveState = 'live' | 'reconnecting' | 'ended';
export type Open = (lastId: string | null, signal: AbortSignal) => Promise<ReadableStream<Uint8Array> | null>;
export type Following = Readonly<{
  signal?: AbortSignal | undefined;
  onState?: ((state: LiveState, error?: Error) => void) | undefined;
  /** Go on after this one. */
  after?: string | undefined;
  /** A stream that says nothing for so long is dead: a comment comes every 15 seconds. */
  silentMs?: number;
  firstWaitMs?: number;
}>;

const [SILENT_MS, FIRST_WAIT_MS, LONGEST_WAIT_MS] = [40_000, 1000, 30_000];
const [SOONEST_MS, LATEST_MS] = [100, 10_000];

/**
 * The events of a stream that can be resumed, each once and in order, over broken connections too.
 * @throws ApiError when the platform refuses for good; it ends without an error when the signal is aborted
 */
export async function* followed(open: Open, following: Following): AsyncGenerator<ServerEvent, void> {
  const { signal, firstWaitMs = FIRST_WAIT_MS } = following;
  const place: Place = { lastId: following.after ?? null, waitMs: firstWaitMs, firstWaitMs, told: undefined };
  const tell = (state: LiveState, error?: Error): void => {
    if (place.told === state) return;
    place.told = state;
    following.onState?.(state, error);
  };
  while (!signal?.aborted) {
    let broken: Error | undefined;
    try {
      yield* connected(open, following, { place, tell });
    } catch (error) {
      broken = asError(error);
    }
    if (signal?.aborted) return;
    if (broken && isFinal(broken)) {
      tell('ended', broken);
      throw broken;
    }
    tell('reconnecting', broken);
    await pause(waitAfter(broken, place), signal);
    place.waitMs = Math.min(place.waitMs * 2, LONGEST_WAIT_MS);
  }
}

const waitAfter = (broken: Error | undefined, { waitMs }: Place): number => {
  const asked = broken instanceof ApiError ? (broken.retryAfterMs ?? 0) : 0;
  return Math.max(asked, waitMs * (0.5 + Math.random()));
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

type Place = { lastId: string | null; waitMs: number; firstWaitMs: number; told: LiveState | undefined };
type Told = Readonly<{ place: Place; tell: (state: LiveState) => void }>;

const isFinal = (error: Error): boolean =>
  error instanceof ApiError && error.status < 500 && !error.retryable;

async function* connected(
  open: Open,
  { signal, silentMs = SILENT_MS }: Following,
  { place, tell }: Told,
): AsyncGenerator<ServerEvent, void> {
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const heard = async <Read>(read: Promise<Read>): Promise<Read> => {
    const timer = setTimeout(() => over.abort(new Error('The platform fell silent')), silentMs);
    return read.finally(() => clearTimeout(timer));
  };
  try {
    const body = await open(place.lastId, either);
    if (!body) return;
    const events = new ServerEvents();
    for await (const text of textsOf(body, heard)) {
      tell('live');
      for (const event of events.take(text)) yield* taken(event, place);
    }
  } finally {
    over.abort();
  }
}

function* taken(event: ServerEvent, place: Place): Generator<ServerEvent, void> {
  if (event.retryMs !== null) place.firstWaitMs = Math.min(Math.max(event.retryMs, SOONEST_MS), LATEST_MS);
  if (event.event === 'end') {
    const problem = JSON.parse(event.data) as { status?: number };
    throw errorOf(problem.status ?? 500, problem);
  }
  if (event.data !== '') yield event;
  // It counts as seen when its reader has taken it.
  if (event.id !== null) place.lastId = event.id;
  if (event.id !== null || event.data !== '') place.waitMs = place.firstWaitMs;
}
