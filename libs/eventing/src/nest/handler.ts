import { Injectable, type Type } from '@nestjs/common';
import { type Event, type Recorded, Refusal } from '@tidegate/contracts';
import type { Cause } from '../cause.ts';
import type { Decider } from '../decider.ts';
import { deriveUuid } from '../identity.ts';
import { Conflict, EventStore } from './event.store.ts';
import { PAGE } from './fold-stream.ts';

export type Handled<State, E extends Event> = Readonly<{
  state: State;
  /** What this command appended, now or when it was first handled. */
  events: readonly E[];
  /** Where the stream's last event of this command is in the log; 0 when nothing was appended. */
  position: number;
}>;

export interface Handler<State, Command, E extends Event> {
  handle(id: string, command: Command, cause: Cause): Promise<Handled<State, E>>;
  load(id: string): Promise<{ state: State; version: number }>;
}

const ATTEMPTS = 8;
/** After a lost race the next one begins a little later, by chance, so that many callers of one stream take turns. */
const SPREAD_MS = 5;

/** A kept state saves reading what is before it; taken so often it costs nothing and a load stays short. */
const KEEP_EVERY = 500;

export type HandlesOptions = Readonly<{
  /** The stream of an aggregate; its id when left out. */
  stream?: (id: string) => string;
  /**
   * For aggregates whose streams grow without end: keeps their state (plain JSON) now and then. Raise it when the
   * state's form or `evolve` changes: what was kept before is then ignored.
   */
  stateForm?: number;
}>;

type Past<State, E extends Event> = Readonly<{
  state: State;
  version: number;
  /** What is after that version: all of it, what is after the kept state, or the last page. */
  events: readonly Recorded<E>[];
  eventsAfter: number;
  keptVersion: number;
}>;

/** `class Endpoints extends Handles(endpoint) {}` is all the application layer there is. Streams are named by the aggregate's id. */
export const Handles = <State, Command, E extends Event>(
  decider: Decider<State, Command, E>,
  { stream = (id: string): string => id, stateForm }: HandlesOptions = {},
): Type<Handler<State, Command, E>> => {
  @Injectable()
  class DeciderHandler implements Handler<State, Command, E> {
    constructor(readonly store: EventStore) {}

    async load(id: string): Promise<{ state: State; version: number }> {
      const { state, version } = await this.#past(stream(id));
      return { state, version };
    }

    /** Loads, decides, appends; decides again when somebody else was faster. The same command twice has one effect. */
    async handle(id: string, command: Command, cause: Cause): Promise<Handled<State, E>> {
      const streamId = stream(id);
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const past = await this.#past(streamId);
        const before = await this.#doneBefore(streamId, past, cause);
        if (before) return { state: past.state, ...before };
        const events = decider.decide(past.state, command);
        if (events.length === 0) return { state: past.state, events, position: 0 };
        try {
          const { lastPosition } = await this.store.append(streamId, past.version, events, cause);
          const state = events.reduce<State>(decider.evolve, past.state);
          this.#keep(streamId, past, { version: past.version + events.length, state });
          return { state, events, position: lastPosition };
        } catch (error) {
          if (!(error instanceof Conflict)) throw error;
          await new Promise((resolve) => setTimeout(resolve, Math.random() * SPREAD_MS * 2 ** attempt));
        }
      }
      throw new Refusal('stream.conflict', { attempts: ATTEMPTS });
    }

    async #past(streamId: string): Promise<Past<State, E>> {
      const kept = stateForm === undefined ? undefined : await this.store.keptState(streamId, stateForm);
      const keptVersion = kept?.version ?? 0;
      let state = kept ? (kept.state as State) : decider.initial;
      for (let eventsAfter = keptVersion; ;) {
        const { events, version } = await this.store.read<E>(streamId, eventsAfter, PAGE);
        state = events.reduce<State>(decider.evolve, state);
        if (events.length < PAGE) return { state, version, events, eventsAfter, keptVersion };
        eventsAfter = version;
      }
    }

    async #doneBefore(
      streamId: string,
      { events, eventsAfter }: Past<State, E>,
      cause: Cause,
    ): Promise<Pick<Handled<State, E>, 'events' | 'position'> | undefined> {
      const firstId = deriveUuid(cause.commandId, streamId, 0);
      const first = events.findIndex((event) => event.id === firstId);
      if (first >= 0) return doneBefore(events, first, cause);
      // It may be older.
      const position = eventsAfter > 0 ? await this.store.positionOf(firstId) : undefined;
      return position === undefined ? undefined : { events: [], position };
    }

    #keep(streamId: string, { keptVersion }: Past<State, E>, kept: { version: number; state: State }): void {
      if (stateForm === undefined || kept.version - keptVersion < KEEP_EVERY) return;
      // Only a shortcut: where it fails the next command tries again.
      this.store.keepState(streamId, stateForm, kept).catch(() => undefined);
    }
  }
  return DeciderHandler;
};

/** The events of this command that are in the stream: one run that begins with its first. */
const doneBefore = <E extends Event>(
  past: readonly Recorded<E>[],
  first: number,
  cause: Cause,
): { events: readonly E[]; position: number } => {
  const rest = past.slice(first);
  const end = rest.findIndex(({ id, streamId }, n) => id !== deriveUuid(cause.commandId, streamId, n));
  const events = end < 0 ? rest : rest.slice(0, end);
  return { events, position: events.at(-1)?.position ?? 0 };
};
