import { ApiError } from '@tidegate/sdk';
import type { Line } from './lines.ts';

export type Following = 'live' | 'reconnecting';

type Options = Readonly<{
  endpointId: string;
  ask: Readonly<Record<string, string>>;
  /** The last line that is known. */
  after: string;
  headers: () => Readonly<Record<string, string>>;
  /** All lines of one painted frame at once. */
  onLines: (lines: readonly Line[]) => void;
  onState: (state: Following) => void;
  onRefused: (error: ApiError) => void;
}>;

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [500, 15_000];
/** A hidden tab paints no frames: lines come at this pace then. */
const HIDDEN_MS = 1_000;

/** Follows a log from a line on, over broken connections too. @returns what ends it */
export const follow = (options: Options): (() => void) => {
  const closed = new AbortController();
  const queue = framed(options.onLines, closed.signal);
  void goOn(options, queue, closed.signal);
  return () => closed.abort();
};

const framed = (onLines: Options['onLines'], closed: AbortSignal): ((line: Line) => void) => {
  let waiting: Line[] = [];
  const flush = (): void => {
    const lines = waiting;
    waiting = [];
    if (!closed.aborted) onLines(lines);
  };
  return (line) => {
    if (waiting.push(line) > 1) return;
    if (document.hidden) setTimeout(flush, HIDDEN_MS);
    else requestAnimationFrame(flush);
  };
};

type Place = { after: string; wait: number };

const goOn = async (options: Options, queue: (line: Line) => void, closed: AbortSignal): Promise<void> => {
  const place: Place = { after: options.after, wait: FIRST_WAIT_MS };
  for (;;) {
    const refused = await once(options, queue, { closed, place });
    if (closed.aborted) return;
    if (refused) {
      options.onRefused(refused);
      return;
    }
    options.onState('reconnecting');
    const wait = place.wait * (0.5 + Math.random());
    await new Promise((resolve) => setTimeout(resolve, wait));
    place.wait = Math.min(place.wait * 2, LONGEST_WAIT_MS);
  }
};

/** One connection, for as long as it lasts. @returns what the platform will not do however often it is asked */
const once = async (
  options: Options,
  queue: (line: Line) => void,
  { closed, place }: Readonly<{ closed: AbortSignal; place: Place }>,
): Promise<ApiError | undefined> => {
  try {
    for await (const line of linesOf(options, place.after, closed)) {
      place.wait = FIRST_WAIT_MS;
      place.after = line.cursor;
      queue(line);
    }
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && error.status !== 429) return error;
  }
  return undefined;
};

async function* linesOf(
  { endpointId, ask, headers, onState }: Options,
  after: string,
  closed: AbortSignal,
): AsyncGenerator<Line, void> {
  const query = new URLSearchParams({ ...ask, follow: 'true', after });
  // It was about the lines that are here already.
  query.delete('since');
  const response = await fetch(`/v1/endpoints/${encodeURIComponent(endpointId)}/logs?${query.toString()}`, {
    headers: { accept: 'text/event-stream', ...headers() },
    signal: closed,
  });
  if (!response.ok || !response.body)
    throw new ApiError(response.status, await response.json().catch(() => null));
  onState('live');
  let rest = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const blocks = (rest + next.value).split('\n\n');
    rest = blocks.pop() ?? '';
    yield* blocks.flatMap(lineIn);
  }
}

const lineIn = (block: string): readonly Line[] => {
  const data = block.split('\n').find((text) => text.startsWith('data: '));
  return data === undefined || !block.includes('event: line') ? [] : [JSON.parse(data.slice(6)) as Line];
};
