import { fairOrder } from '@tidegate/placement';
import { type Candidate, type Demand, type Past, Picture, type Place } from './placement.ts';
import { type Room, thousandthsEach } from './room.ts';

export type Chosen<Waiting extends Demand> = Readonly<{
  replica: Waiting;
  place: Place;
  explanation: readonly Candidate[];
}>;

export type Choices<Waiting extends Demand> = Readonly<{
  chosen: readonly Chosen<Waiting>[];
  waiting: readonly Readonly<{ replica: Waiting; reason: string }>[];
}>;

/** What waits fits nowhere lets the next one try: it does not wait less by holding up others. */
export const choosePlaces = <Waiting extends Demand>(
  queue: readonly Waiting[],
  rooms: readonly Room[],
  past: Past = [],
): Choices<Waiting> => {
  const chosen: Chosen<Waiting>[] = [];
  const waiting: { replica: Waiting; reason: string }[] = [];
  // Room only shrinks while the queue is gone through: what found none once finds none later.
  const hopeless = new Map<string, string>();
  const picture = new Picture(rooms, past);
  for (const replica of queue) {
    const shape = JSON.stringify(replica.hardware);
    const known = hopeless.get(shape);
    const { place, explanation } = known === undefined ? picture.place(replica) : NOWHERE;
    if (place) chosen.push({ replica, place, explanation });
    else {
      const reason = known ?? picture.whyNowhere(replica);
      hopeless.set(shape, reason);
      waiting.push({ replica, reason });
    }
  }
  return { chosen, waiting };
};

const NOWHERE = { place: null, explanation: [] } as const;

/** One that waits, as far as its turn depends on it. */
export type InLine = Demand &
  Readonly<{
    id: string;
    projectId: string;
    /** A place is being made for it: nobody else shall take that. */
    isExpected: boolean;
  }>;

/**
 * In the order of their turns: first those for whom a place is being made, then project by project, the one that holds least first.
 * @param queue in the order in which they were asked for
 * @param heldBy GPU thousandths that each project holds
 */
export const inTurn = <One extends InLine>(
  queue: readonly One[],
  heldBy: ReadonlyMap<string, number>,
): One[] =>
  fairOrder(
    queue.map((one, position) => ({
      one,
      id: one.id,
      projectId: one.projectId,
      priority: one.isExpected ? 1 : 0,
      position,
      gpuMilli: one.hardware.gpuCount * thousandthsEach(one.hardware),
    })),
    heldBy,
  ).map(({ one }) => one);
