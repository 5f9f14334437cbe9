import { type Cause, type Decider, deriveUuid } from '@tidegate/eventing';
import { Conflict, type EventStore, type Handled, type Handler } from '@tidegate/eventing/nest';
import type { Event } from '@tidegate/contracts';

const ATTEMPTS = 8;

/** Loads, decides, appends, as the services do; what was lost to a race is decided again at once. */
export const handlerOf = <State, Command, E extends Event>(
  decider: Decider<State, Command, E>,
  store: EventStore,
): Handler<State, Command, E> => {
  const load = async (id: string) => {
    const { events, version } = await store.read<E>(id);
    return { state: events.reduce<State>(decider.evolve, decider.initial), version, events };
  };
  const handle = async (id: string, command: Command, cause: Cause): Promise<Handled<State, E>> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const { state, version, events } = await load(id);
      const mine = events.filter(
        (event, n) => event.id === deriveUuid(cause.commandId, id, n - firstOf(events, cause)),
      );
      if (mine.length > 0) return { state, events: mine, position: mine.at(-1)?.position ?? 0 };
      const news = decider.decide(state, command);
      if (news.length === 0) return { state, events: news, position: 0 };
      try {
        const { lastPosition } = await store.append(id, version, news, cause);
        return { state: news.reduce<State>(decider.evolve, state), events: news, position: lastPosition };
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    }
    throw new Error(`${id} is being changed by everybody`);
  };
  return { load, handle };
};

const firstOf = (events: readonly { id: string; streamId: string }[], { commandId }: Cause): number =>
  Math.max(
    0,
    events.findIndex(({ id, streamId }) => id === deriveUuid(commandId, streamId, 0)),
  );
