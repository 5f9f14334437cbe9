import { type Candidate, type Place, type Placement, place, waitingReason } from './placement.ts';
import { type Room, take } from './room.ts';
import type { Demand } from './scoring.ts';

export type Chosen<Waiting extends Demand> = Readonly<{
  replica: Waiting;
  place: Place;
  explanation: readonly Candidate[];
}>;

export type Choices<Waiting extends Demand> = Readonly<{
  chosen: readonly Chosen<Waiting>[];
  waiting: readonly Readonly<{ replica: Waiting; reason: string }>[];
}>;

const NOWHERE: Placement = { place: null, explanation: [] };

/** First come, first placed. What fits nowhere lets the next one try: it does not wait less by holding up others. */
export const choosePlaces = <Waiting extends Demand>(
  queue: readonly Waiting[],
  rooms: readonly Room[],
): Choices<Waiting> => {
  const chosen: Chosen<Waiting>[] = [];
  const waiting: { replica: Waiting; reason: string }[] = [];
  // Room only shrinks while the queue is gone through: what found none once finds none later.
  const hopeless = new Map<string, string>();
  let left = rooms;
  for (const replica of queue) {
    const shape = JSON.stringify(replica.hardware);
    const known = hopeless.get(shape);
    const { place: found, explanation } = known === undefined ? place(replica, left) : NOWHERE;
    if (!found) {
      const reason = known ?? waitingReason(explanation);
      hopeless.set(shape, reason);
      waiting.push({ replica, reason });
      continue;
    }
    chosen.push({ replica, place: found, explanation });
    const holding = { hardware: replica.hardware, gpuIndices: found.gpuIndices, model: replica.model };
    left = left.map((room) => (room.nodeId === found.nodeId ? take(room, holding) : room));
  }
  return { chosen, waiting };
};
