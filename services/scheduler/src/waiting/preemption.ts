import { priorityHeld, priorityOf } from '../placement/demand.ts';
import { type Manner, Picture } from '../placement/placement.ts';
import type { Waiting } from './queue.ts';
import { type Room, afterDraining } from '../placement/room.ts';

/** One that waits for room, in the order of their turns. */
export type Pressing<One> = Readonly<{ replica: One; mayPreempt: boolean }>;

/** Who goes for whom, and where. */
export type Preemption<One> = Readonly<{ replica: One; nodeId: string; victims: readonly string[] }>;

/** Replicas that go for others in one look: each search for them goes through the whole pool. */
const MOST_VICTIMS = 20;

/**
 * Who must go so that those that wait get room, looked at as if everything that is on its way out had gone: for whoever fits then,
 * nobody goes. Of the others each takes the place of the cheapest replicas of lower priority on one node. Nobody goes whose priority
 * is not below; room that is claimed is touched by nobody.
 */
export const preempt = <One extends Waiting>(
  waiting: readonly Pressing<One>[],
  rooms: readonly Room[],
  manner: Manner = {},
): readonly Preemption<One>[] => {
  const lowest = lowestOf(rooms);
  const presses = ({ replica, mayPreempt }: Pressing<One>): boolean =>
    mayPreempt && priorityOf(replica) > lowest;
  if (!waiting.some(presses)) return [];
  const picture = new Picture(rooms.map(afterDraining), manner);
  const preemptions: Preemption<One>[] = [];
  let gone = 0;
  for (const one of waiting) {
    if (picture.find(one.replica) || !presses(one)) continue;
    const preemption = displaceFor(picture, one.replica);
    if (!preemption) continue;
    preemptions.push(preemption);
    gone += preemption.victims.length;
    if (gone >= MOST_VICTIMS) break;
  }
  return preemptions;
};

const displaceFor = <One extends Waiting>(picture: Picture, replica: One): Preemption<One> | undefined => {
  const victims = picture.victims(replica);
  if (victims.length === 0) return undefined;
  for (const id of victims) picture.release(id);
  const place = picture.find(replica);
  // What was freed suffices by the word of who chose it.
  if (!place) throw new Error(`${replica.id} does not fit where ${victims.join()} went for it`);
  return { replica, nodeId: place.nodeId, victims };
};

const lowestOf = (rooms: readonly Room[]): number => {
  let lowest = Infinity;
  for (const { held } of rooms)
    for (const holding of held)
      if (holding.isDraining !== true) lowest = Math.min(lowest, priorityHeld(holding));
  return lowest;
};
