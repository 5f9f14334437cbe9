import { type Preemption, preempt } from './preemption.ts';
import { type Choices, type Looking, type Waiting, choosePlaces } from './queue.ts';
import type { Room } from '../placement/room.ts';

/** A replica that waits, and whether its own endpoint is about to make room for it. */
export type Pending = Waiting & Readonly<{ makesOwnRoom: boolean }>;

export type Decision<One> = Choices<One> &
  Readonly<{
    /** Their victims go, and the room that those leave is theirs. */
    preemptions: readonly Preemption<One>[];
  }>;

/**
 * Who gets which place, and who must go for whom. Whoever has a claim does not take the place of others again, a gang never does, and
 * an endpoint that makes room for itself does that first.
 */
export const decide = <One extends Pending>(
  queue: readonly One[],
  rooms: readonly Room[],
  looking: Looking = {},
): Decision<One> => {
  const choices = choosePlaces(queue, rooms, looking);
  const claiming = new Set(choices.rooms.flatMap(({ claims }) => claims.map(({ id }) => id)));
  const pressing = choices.waiting
    .filter(({ lacks, replica }) => lacks === 'room' && !claiming.has(replica.id))
    .map(({ replica }) => ({ replica, mayPreempt: !replica.makesOwnRoom }));
  const preemptions = preempt(pressing, choices.rooms, looking);
  if (preemptions.length === 0) return { ...choices, preemptions };
  // Once more, with the room that is being made kept for them: who was placed just now may have been in their way.
  const again = choosePlaces(queue, claimed(withoutVain(rooms, choices.vain), preemptions), looking);
  const placed = new Set(again.chosen.map(({ replica }) => replica.id));
  return {
    ...again,
    vain: [...choices.vain, ...again.vain],
    preemptions: preemptions
      .filter(({ replica }) => !placed.has(replica.id) && !again.vain.includes(replica.id))
      .map((one) => ({ ...one, victims: one.victims.filter((id) => isOnNode(rooms, id)) })),
  };
};

const isOnNode = (rooms: readonly Room[], replicaId: string): boolean =>
  rooms.some(({ held }) => held.some(({ id }) => id === replicaId));

const withoutVain = (rooms: readonly Room[], vain: readonly string[]): readonly Room[] =>
  rooms.map((room) =>
    room.claims.some(({ id }) => vain.includes(id))
      ? { ...room, claims: room.claims.filter(({ id }) => !vain.includes(id)) }
      : room,
  );

/** The rooms as they are once the victims are leaving and the claims are made. */
const claimed = (rooms: readonly Room[], preemptions: readonly Preemption<Pending>[]): readonly Room[] => {
  const victims = new Set(preemptions.flatMap((one) => one.victims));
  const byNode = Map.groupBy(preemptions, ({ nodeId }) => nodeId);
  return rooms.map((room) => {
    const claims = byNode.get(room.nodeId);
    if (!claims) return room;
    return {
      ...room,
      held: room.held.map((one) => (victims.has(one.id ?? '') ? { ...one, isDraining: true } : one)),
      claims: [...room.claims, ...claims.map(({ replica }) => replica)],
    };
  });
};
