import type { Event, Recorded } from '@tidegate/contracts';
import type { EventStore } from './event.store.ts';

/** What is read at once of a stream that may be longer. */
export const PAGE = 5000;

/** What a stream comes to, however long it is: no more than a page of it is held at once. */
export const foldStream = async <E extends Event, State>(
  store: Pick<EventStore, 'read'>,
  streamId: string,
  { initial, evolve }: Readonly<{ initial: State; evolve: (state: State, event: Recorded<E>) => State }>,
): Promise<{ state: State; version: number }> => {
  for (let [state, after] = [initial, 0]; ;) {
    const { events, version } = await store.read<E>(streamId, after, PAGE);
    state = events.reduce(evolve, state);
    if (events.length < PAGE) return { state, version };
    after = version;
  }
};
