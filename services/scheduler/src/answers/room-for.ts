import { type Demand, gpuMilliOf } from '../placement/demand.ts';
import { type Candidate, type Manner, Picture } from '../placement/placement.ts';
import { type Room, emptyRoom } from '../placement/room.ts';

/** What a project may hold and holds, in GPU thousandths; null: as much as there is. */
export type Allowance = Readonly<{ limitMilli: number; heldMilli: number }> | null;

export type RoomAnswer = Readonly<{
  /** How many fit now, and how many would if nothing ran. */
  now: number;
  ever: number;
  /** Nodes that take part at all. */
  nodes: number;
  /** Why not all of them ever fit, in one sentence; null: they do. */
  obstacle: string | null;
  candidates: readonly Candidate[];
}>;

export type RoomAsk = Readonly<{ demand: Demand; replicas: number; allowance: Allowance }>;

/** How many of so many find places one after another, and what the next one lacks. */
const fitting = (
  { demand, replicas }: RoomAsk,
  picture: Picture,
): Readonly<{ count: number; missing: string | null }> => {
  for (let count = 0; count < replicas; count++)
    if (!picture.find({ ...demand, id: `replica ${String(count)}` }))
      return { count, missing: picture.missing(demand) };
  return { count: replicas, missing: null };
};

const withoutHoldings = (room: Room): Room => emptyRoom(room);

const allowed = ({ demand, replicas }: RoomAsk, milli: number): number => {
  const each = gpuMilliOf(demand.hardware);
  return each === 0 ? replicas : Math.max(0, Math.floor(milli / each));
};

const quotaText = ({ limitMilli }: NonNullable<Allowance>): string =>
  `The quota of the project is ${String(limitMilli / 1000)} GPUs.`;

/** By the same rules as placement itself, with room that is claimed for others taken. */
export const roomFor = (ask: RoomAsk, rooms: readonly Room[], manner: Manner = {}): RoomAnswer => {
  const { demand, replicas, allowance } = ask;
  const today = new Picture(rooms, manner);
  const candidates = today.explain(demand);
  const now = fitting(ask, today).count;
  const ever = fitting(ask, new Picture(rooms.map(withoutHoldings), manner));
  const evenWithQuota = allowance ? allowed(ask, allowance.limitMilli) : replicas;
  const nowWithQuota = allowance ? allowed(ask, allowance.limitMilli - allowance.heldMilli) : replicas;
  const isQuota = allowance !== null && evenWithQuota < ever.count;
  const missing =
    ever.missing === null ? null : `${String(ever.count)} of ${String(replicas)} would fit: ${ever.missing}.`;
  return {
    now: Math.min(now, nowWithQuota),
    ever: Math.min(ever.count, evenWithQuota),
    nodes: rooms.filter(({ closed }) => closed === null).length,
    obstacle: isQuota ? quotaText(allowance) : missing,
    candidates,
  };
};
