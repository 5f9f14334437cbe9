import type { WatchChange, WatchSnapshot } from '@tidegate/sdk';
import { watch } from '@tidegate/sdk';
import type { QueryClient } from '@tanstack/react-query';
import { create } from './store.ts';
import { keysOf } from './keys.ts';

export type Liveness = 'connecting' | 'live' | 'reconnecting' | 'ended';
export const liveness = create<Liveness>('connecting');

type Listener = (change: WatchChange) => void;
const listeners = new Set<Listener>();
/** Hears each change of the project once and in order, for what a query does not hold (markers, meters). */
export const onChange = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** At most one question of a kind in this time, however fast changes come. */
const SETTLE_MS = 400;

/** The one stream of this tab: what it says goes to the queries that show it. @returns what ends it */
export const goLive = (queries: QueryClient, headers: () => Record<string, string>): (() => void) => {
  const stale = new Map<string, readonly unknown[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = (): void => {
    timer = undefined;
    const keys = [...stale.values()];
    stale.clear();
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
  const mark = (keys: readonly (readonly unknown[])[]): void => {
    for (const key of keys) stale.set(JSON.stringify(key), key);
    timer ??= setTimeout(settle, SETTLE_MS);
  };
  const watching = watch({
    headers,
    onState: (state) => liveness.set(state),
    onSnapshot: (_: WatchSnapshot) => void queries.invalidateQueries(),
    onChange: (change) => {
      if (change.endpoint) queries.setQueryData(['endpoint', change.endpoint.id], change.endpoint);
      mark(keysOf(change));
      for (const listener of listeners) listener(change);
    },
  });
  return () => {
    clearTimeout(timer);
    watching.close();
    liveness.set('connecting');
  };
};
