import { ApiError } from './errors.ts';
import type { components } from './generated/api.ts';

export type WatchSnapshot = Readonly<{
  position: number;
  endpoints: readonly components['schemas']['Endpoint'][];
  nextCursor: string | null;
}>;
export type WatchChange = Readonly<{
  position: number;
  type: string;
  endpointId: string | null;
  at: string;
  event: components['schemas']['Event'];
  endpoint?: components['schemas']['Endpoint'];
}>;

export type WatchOptions = Readonly<{
  url?: string;
  headers?: () => Readonly<Record<string, string>>;
  onSnapshot?: (snapshot: WatchSnapshot) => void;
  onChange?: (change: WatchChange) => void;
  /** `live` from the first event on; `reconnecting` while it is away; `ended` when the platform will not go on. */
  onState?: (state: 'live' | 'reconnecting' | 'ended', error?: Error) => void;
}>;
export type Watch = Readonly<{ close: () => void }>;

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [1_000, 30_000];
/** A comment comes every 15 seconds. */
const SILENT_MS = 40_000;

/** Watches a project: a snapshot, then each change once and in order, over broken connections too. */
export const watch = (options: WatchOptions): Watch => {
  const closed = new AbortController();
  void follow(options, closed.signal);
  return { close: () => closed.abort() };
};

const follow = async (options: WatchOptions, closed: AbortSignal): Promise<void> => {
  const place: { lastId: string | null; wait: number } = { lastId: null, wait: FIRST_WAIT_MS };
  while (!closed.aborted) {
    try {
      await once(options, closed, place);
    } catch (error) {
      if (closed.aborted) return;
      if (error instanceof ApiError && error.status < 500 && error.status !== 429) {
        options.onState?.('ended', error);
        return;
      }
    }
    if (closed.aborted) return;
    options.onState?.('reconnecting');
    await pause(place.wait * (0.5 + Math.random()), closed);
    place.wait = Math.min(place.wait * 2, LONGEST_WAIT_MS);
  }
};

const once = async (
  options: WatchOptions,
  closed: AbortSignal,
  place: { lastId: string | null; wait: number },
): Promise<void> => {
  const broken = new AbortController();
  const signal = AbortSignal.any([closed, broken.signal]);
  let silence = setTimeout(() => broken.abort(), SILENT_MS);
  try {
    const response = await fetch(`${options.url ?? ''}/v1/watch`, {
      headers: {
        accept: 'text/event-stream',
        ...options.headers?.(),
        ...(place.lastId !== null && { 'last-event-id': place.lastId }),
      },
      signal,
    });
    if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => null));
    if (!response.body) return;
    let rest = '';
    for await (const text of textOf(response.body)) {
      clearTimeout(silence);
      silence = setTimeout(() => broken.abort(), SILENT_MS);
      options.onState?.('live');
      place.wait = FIRST_WAIT_MS;
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) take(block, options, place);
    }
  } finally {
    clearTimeout(silence);
  }
};

const take = (block: string, options: WatchOptions, place: { lastId: string | null }): void => {
  let [event, data] = ['message', ''];
  for (const line of block.split('\n')) {
    if (line.startsWith('id: ')) place.lastId = line.slice(4);
    else if (line.startsWith('event: ')) event = line.slice(7);
    else if (line.startsWith('data: ')) data += line.slice(6);
  }
  if (event === 'snapshot') options.onSnapshot?.(JSON.parse(data) as WatchSnapshot);
  else if (event === 'change') options.onChange?.(JSON.parse(data) as WatchChange);
  else if (event === 'end') {
    const problem = JSON.parse(data) as { status?: number };
    throw new ApiError(problem.status ?? 500, problem);
  }
};

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    reader.releaseLock();
  }
}

const pause = (milliseconds: number, closed: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    closed.addEventListener('abort', over, { once: true });
  });
