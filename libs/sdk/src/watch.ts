import { type Client, clientOf } from './client.ts';
import { unwrap } from './errors.ts';
import { type LiveState, followed } from './following.ts';
import type { components } from './generated/api.ts';
import type { Fetch } from './retrying.ts';
import type { ServerEvent } from './server-events.ts';

export type WatchSnapshot = Readonly<{
  /** Everything up to this place in the log is in it. */
  position: number;
  endpoints: readonly components['schemas']['Endpoint'][];
  /** Where GET /v1/endpoints goes on, when the project has more than a snapshot holds. */
  nextCursor: string | null;
}>;
export type WatchChange = Readonly<{
  /** Its place in the log, and the one to resume after. */
  position: number;
  type: string;
  endpointId: string | null;
  at: string;
  event: components['schemas']['Event'];
  /** The endpoint as it is now. Of several changes sent together only the last one of an endpoint has it. */
  endpoint?: components['schemas']['Endpoint'];
}>;
/** `reset`: what lies between could not be told, and a snapshot follows. */
export type WatchItem =
  | Readonly<{ kind: 'snapshot'; snapshot: WatchSnapshot }>
  | Readonly<{ kind: 'change'; change: WatchChange }>
  | Readonly<{ kind: 'reset' }>;

export type WatchWish = Readonly<{
  /** Only changes of this endpoint. */
  endpoint?: string;
  /** Only these types of changes. */
  types?: readonly string[];
  /** Go on after this place, without a snapshot. */
  after?: number;
  signal?: AbortSignal;
  onState?: (state: LiveState, error?: Error) => void;
  /** Asked anew at each connection. */
  headers?: () => Readonly<Record<string, string>>;
}>;

export type WatchOptions = Omit<WatchWish, 'signal'> &
  Readonly<{
    /** The client to watch with, instead of `url`. */
    client?: Client;
    url?: string;
    fetch?: Fetch;
    onSnapshot?: (snapshot: WatchSnapshot) => void;
    onChange?: (change: WatchChange) => void;
    onReset?: () => void;
  }>;
export type Watch = Readonly<{ close: () => void }>;

/**
 * What happens in a project: a snapshot, then each change once and in order, over broken connections too.
 * @throws ApiError when the platform refuses for good; it ends without an error when the signal is aborted
 */
export async function* changesOf(client: Client, wish: WatchWish = {}): AsyncGenerator<WatchItem, void> {
  const { endpoint, types, after, headers, signal, onState } = wish;
  const query = { ...(endpoint !== undefined && { endpoint }), ...(types && { types: types.join(',') }) };
  const open = (lastId: string | null, over: AbortSignal) =>
    unwrap(
      client.GET('/v1/watch', {
        params: { query },
        parseAs: 'stream',
        signal: over,
        headers: {
          accept: 'text/event-stream',
          ...headers?.(),
          ...(lastId !== null && { 'last-event-id': lastId }),
        },
      }),
    );
  const place = after === undefined ? {} : { after: String(after) };
  for await (const event of followed(open, { signal, onState, ...place })) {
    const item = itemOf(event);
    if (item) yield item;
  }
}

/** The same for callbacks. One that throws ends the watch. */
export const watch = (options: WatchOptions): Watch => {
  const closed = new AbortController();
  void tellAll(options, closed.signal);
  return { close: () => closed.abort() };
};

const tellAll = async (options: WatchOptions, signal: AbortSignal): Promise<void> => {
  const { client, url, fetch, onState, ...wish } = options;
  const asked = client ?? clientOf({ ...(url !== undefined && { url }), ...(fetch && { fetch }) });
  const last: { state: LiveState | null } = { state: null };
  const tell = (state: LiveState, error?: Error): void => {
    last.state = state;
    if (!signal.aborted) onState?.(state, error);
  };
  try {
    for await (const item of changesOf(asked, { ...wish, signal, onState: tell }))
      if (!signal.aborted) tellItem(item, options);
  } catch (error) {
    if (last.state !== 'ended') tell('ended', error instanceof Error ? error : new Error(String(error)));
  }
};

const tellItem = (item: WatchItem, { onSnapshot, onChange, onReset }: WatchOptions): void => {
  if (item.kind === 'snapshot') onSnapshot?.(item.snapshot);
  else if (item.kind === 'change') onChange?.(item.change);
  else onReset?.();
};

const itemOf = ({ event, data }: ServerEvent): WatchItem | null => {
  if (event === 'snapshot') return { kind: 'snapshot', snapshot: JSON.parse(data) as WatchSnapshot };
  if (event === 'change') return { kind: 'change', change: JSON.parse(data) as WatchChange };
  return event === 'reset' ? { kind: 'reset' } : null;
};
