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
      const mine = ofCommand(events, id, cause);
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

/** What the command has appended before: one after the other, as it was one append. */
const ofCommand = <One extends { id: string }>(
  events: readonly One[],
  streamId: string,
  { commandId }: Cause,
): readonly One[] => {
  if (events.length === 0) return [];
  const firstId = deriveUuid(commandId, streamId, 0);
  const first = events.findIndex(({ id }) => id === firstId);
  if (first < 0) return [];
  const others = events.slice(first).findIndex(({ id }, n) => id !== deriveUuid(commandId, streamId, n));
  return events.slice(first, others < 0 ? undefined : first + others);
};
