import type { ApiError } from '@tidegate/sdk';
import { api, headers } from '../app/api.ts';
import { got } from '../endpoint/queries.ts';
import { create, type Store } from '../live/store.ts';
import { follow, type Following } from './follow.ts';
import { append, type Line, neighbour, NOTHING, prepend, type Tail } from './lines.ts';

export type TailState = Readonly<{
  tail: Tail;
  /** `still`: lines around a moment, which are not followed. */
  phase: 'loading' | 'still' | 'failed' | Following;
  error: Error | null;
  /** Where older lines begin; null when there are none. */
  older: string | null;
  /** A search whose time was up came to here. */
  cameTo: string | null;
  isPaused: boolean;
  isLoadingOlder: boolean;
}>;

const EMPTY: TailState = {
  tail: NOTHING,
  phase: 'loading',
  error: null,
  older: null,
  cameTo: null,
  isPaused: false,
  isLoadingOlder: false,
};

const PAGE = '500';
const AROUND = '250';

type Options = Readonly<{
  endpointId: string;
  ask: Readonly<Record<string, string>>;
  /** The line to open at; without, the newest. */
  at: string | undefined;
}>;

type LogPage = Readonly<{
  lines: readonly Line[];
  cursor: string;
  olderCursor: string | null;
  cameTo: string | null;
}>;

export type LogTail = Readonly<{
  state: Store<TailState>;
  start: () => () => void;
  pause: (isPaused: boolean) => void;
  loadOlder: () => Promise<void>;
}>;

/** The lines that a reader sees: the newest and what follows, or those around one. */
export const openTail = ({ endpointId, ask, at }: Options): LogTail => {
  const state = create<TailState>(EMPTY);
  const change = (next: Partial<TailState>): void => state.set({ ...state.get(), ...next });
  const page: Inner['page'] = (query) =>
    got<LogPage>(
      api.GET('/v1/endpoints/{endpointId}/logs', {
        params: { path: { endpointId }, query: { ...ask, ...query } },
      }),
    );
  return {
    state,
    start() {
      const closed = new AbortController();
      state.set(EMPTY);
      begin({ endpointId, ask, at }, { page, state, change }, closed.signal).catch((error: unknown) => {
        if (!closed.signal.aborted) change({ error: error as Error, phase: 'failed' });
      });
      return () => closed.abort();
    },
    pause(isPaused) {
      const { tail, isPaused: was } = state.get();
      if (was === isPaused) return;
      change({ isPaused, tail: { ...tail, unseen: 0 } });
    },
    async loadOlder() {
      const { older, isLoadingOlder } = state.get();
      if (older === null || isLoadingOlder) return;
      change({ isLoadingOlder: true, isPaused: true });
      try {
        const before = await page({ before: older, lines: PAGE });
        change({
          tail: prepend(state.get().tail, before.lines),
          older: before.olderCursor,
          cameTo: before.cameTo,
        });
      } catch (error) {
        change({ error: error as Error });
      } finally {
        change({ isLoadingOlder: false });
      }
    },
  };
};

type Inner = Readonly<{
  page: (query: Readonly<Record<string, string>>) => Promise<LogPage>;
  state: Store<TailState>;
  change: (next: Partial<TailState>) => void;
}>;

const begin = async (
  { endpointId, ask, at }: Options,
  { page, state, change }: Inner,
  closed: AbortSignal,
): Promise<void> => {
  if (at !== undefined) {
    const before = await page({ before: neighbour(at, 1n), lines: AROUND });
    const after = await page({ after: at, lines: AROUND });
    if (closed.aborted) return;
    change({
      tail: append(append(NOTHING, before.lines, true), after.lines, true),
      phase: 'still',
      older: before.olderCursor,
      isPaused: true,
    });
    return;
  }
  const { lines, cursor, olderCursor, cameTo } = await page({ lines: PAGE });
  if (closed.aborted) return;
  change({ tail: append(NOTHING, lines, false), phase: 'live', older: olderCursor, cameTo });
  const end = follow({
    endpointId,
    ask,
    after: cursor,
    headers,
    onLines(more) {
      const { tail, isPaused } = state.get();
      change({ tail: append(tail, more, isPaused) });
    },
    onState: (phase) => change({ phase }),
    onRefused: (error: ApiError) => change({ error, phase: 'failed' }),
  });
  closed.addEventListener('abort', end, { once: true });
};
