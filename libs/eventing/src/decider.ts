import type { Event } from '@tidegate/contracts';

/** The whole of an aggregate: what it is at first, what may happen to it, what each happening means. Time, ids and randomness come in with the command. */
export type Decider<State, Command, E extends Event> = Readonly<{
  initial: State;
  decide: (state: State, command: Command) => readonly E[];
  evolve: (state: State, event: E) => State;
}>;
