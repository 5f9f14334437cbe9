import type { Demand } from './demand.ts';
import { place } from './placement.ts';
import { type Holding, type Room, give, replaced, take } from './room.ts';

/** What one replica holds, and where. */
export type Held = Holding & Readonly<{ id: string; nodeId: string; isReady: boolean }>;

export type Displacing = Readonly<{
  /** Each wants a place. */
  waiting: readonly Demand[];
  /** Those who may go for it, least loss first. */
  mayGo: readonly Held[];
  /** At most so many of them. */
  most: number;
}>;

export type Displaced = Readonly<{
  gone: readonly string[];
  /** How many of `waiting` would find no room even then: for them nobody goes. */
  hopeless: number;
}>;

const onNode = (room: Room, held: readonly Held[]): readonly Held[] =>
  held.filter(({ nodeId }) => nodeId === room.nodeId);

export const giveBack = (rooms: readonly Room[], held: readonly Held[]): readonly Room[] =>
  rooms.map((room) => onNode(room, held).reduce(give, room));

const fits = (demand: Demand, room: Room): boolean => place(demand, [room]).place !== null;

/** Others are leaving for it already. */
const hasClaim = ({ id }: Demand, rooms: readonly Room[]): boolean =>
  id !== undefined && rooms.some(({ claims }) => claims.some((claim) => claim.id === id));

/** Those of one node who must go, one by one in their order; undefined when it would not fit there even without all. */
const victimsOn = (demand: Demand, room: Room, mayGo: readonly Held[]): readonly Held[] | undefined => {
  const gone: Held[] = [];
  let left = room;
  for (const held of onNode(room, mayGo)) {
    gone.push(held);
    left = give(left, held);
    if (fits(demand, left)) return needed(demand, room, gone);
  }
  return undefined;
};

/** Not all that went on the way to enough room were needed for it. */
const needed = (demand: Demand, room: Room, gone: readonly Held[]): readonly Held[] =>
  gone.toReversed().reduce<readonly Held[]>((kept, held) => {
    const rest = kept.filter(({ id }) => id !== held.id);
    return fits(demand, rest.reduce(give, room)) ? rest : kept;
  }, gone);

const readyIn = (held: readonly Held[]): number => held.filter(({ isReady }) => isReady).length;

/** Where the fewest ready ones must go, then the fewest at all. */
const cheapest = (
  demand: Demand,
  rooms: readonly Room[],
  { mayGo, most }: Pick<Displacing, 'mayGo' | 'most'>,
): readonly Held[] | undefined =>
  rooms
    .flatMap((room) => {
      const victims = victimsOn(demand, room, mayGo);
      return victims && victims.length <= most ? [victims] : [];
    })
    .toSorted((a, b) => readyIn(a) - readyIn(b) || a.length - b.length || cost(a, mayGo) - cost(b, mayGo))[0];

const cost = (victims: readonly Held[], mayGo: readonly Held[]): number =>
  Math.max(...victims.map((held) => mayGo.indexOf(held)));

/**
 * Who must go so that those that wait get room: on one node each time, because a replica runs on one node. Equal rooms in any
 * order give the same answer.
 */
export const displace = (rooms: readonly Room[], { waiting, mayGo, most }: Displacing): Displaced => {
  const gone: string[] = [];
  let [left, candidates, hopeless] = [rooms, mayGo, 0];
  for (const demand of waiting) {
    if (hasClaim(demand, rooms)) continue;
    const isFree = place(demand, left).place !== null;
    const victims = isFree ? [] : cheapest(demand, left, { mayGo: candidates, most: most - gone.length });
    if (!victims) {
      hopeless += 1;
      continue;
    }
    left = giveBack(left, victims);
    candidates = candidates.filter((held) => !victims.includes(held));
    gone.push(...victims.map(({ id }) => id));
    const { place: found } = place(demand, left);
    const room = left.find(({ nodeId }) => nodeId === found?.nodeId);
    if (found && room) left = replaced(left, take(room, { ...demand, gpuIndices: found.gpuIndices }));
  }
  return { gone, hopeless };
};
