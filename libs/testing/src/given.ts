import { expect } from '@jest/globals';
import { type Event, Refusal, type RefusalCode } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

/** given(decider, ...past).when(command).then(...events): the shape every rule is tested in. */
export const given = <State, Command, E extends Event>(
  decider: Decider<State, Command, E>,
  ...past: readonly E[]
) => ({
  when: (command: Command) => {
    const outcome = () => decider.decide(past.reduce<State>(decider.evolve, decider.initial), command);
    return {
      then: (...events: readonly E[]) => {
        expect(outcome()).toEqual(events);
      },
      thenNothing: () => {
        expect(outcome()).toEqual([]);
      },
      thenRefuses: (code: RefusalCode) => {
        expect(outcome).toThrow(expect.objectContaining({ name: Refusal.name, code }));
      },
    };
  },
});
