import { type Demand, kindOf } from '../placement/demand.ts';
import { type Candidate, type Manner, Picture, type Place, willFit } from '../placement/placement.ts';
import { type EndpointUse, Quotas } from './quota.ts';
import { type Room, take } from '../placement/room.ts';

/** Replicas that are placed together or not at all: `known` of `size` have been asked for. */
export type Gang = Readonly<{ id: string; size: number; known: number }>;

/** A replica that waits. */
export type Waiting = Demand &
  Readonly<{ id: string; endpointId: string; projectId: string; gang: Gang | null }>;

export type Chosen<One> = Readonly<{
  replica: One;
  place: Place;
  explanation: readonly Candidate[];
}>;

/** Why it waits, in a sentence, and whether room is all that is missing. */
export type Left<One> = Readonly<{ replica: One; reason: string; lacks: 'room' | 'other' }>;

export type Choices<One> = Readonly<{
  chosen: readonly Chosen<One>[];
  /** In the order of their turns. What was not looked at this time is not here. */
  waiting: readonly Left<One>[];
  /**
   * Replicas whose claims will not come true: their nodes are closed, or have too little room even once all have left; or that
   * must wait for their projects' quotas, for which no room is kept.
   */
  vain: readonly string[];
  /** What is left for others. */
  rooms: readonly Room[];
}>;

/**
 * @param uses what projects with a quota hold
 * @param kinds so many different ones may find nothing: half of them the first in line, the others in their turn
 * @param turn rises from look to look
 */
export type Looking = Manner &
  Readonly<{ uses?: readonly EndpointUse[]; most?: number; kinds?: number; turn?: number }>;

/** At most so many are placed in one look: the rest the next time. */
const MOST = 200;
/** Each that finds nothing is a search through all nodes. */
const MOST_KINDS = 100;

/** What waits fits nowhere lets the next one try: it does not wait less by holding up others. */
export const choosePlaces = <One extends Waiting>(
  queue: readonly One[],
  rooms: readonly Room[],
  looking: Looking = {},
): Choices<One> => {
  const look = new Look<One>(rooms, looking);
  const claiming = new Set(rooms.flatMap(({ claims }) => claims.map(({ id }) => id)));
  for (const replica of queue) if (claiming.has(replica.id)) look.claimed(replica);
  const { kinds = MOST_KINDS, turn = 0 } = looking;
  const half = Math.ceil(kinds / 2);
  const later: Unit<One>[] = [];
  for (const unit of unitsOf(queue.filter(({ id }) => !claiming.has(id))))
    if (look.vainKinds < half) look.at(unit);
    else later.push(unit);
  for (const unit of inTheirTurn(later, half, turn)) look.at(unit);
  return look.choices(queue);
};

type Unit<One> = Readonly<{
  /** Equal for those of which none finds room when another one did not. */
  kind: string;
  members: readonly [One, ...One[]];
}>;

/** Of too many kinds those whose turn it is, so that nobody waits for ever behind those that fit nowhere. */
const inTheirTurn = <One extends Waiting>(
  units: readonly Unit<One>[],
  most: number,
  turn: number,
): readonly Unit<One>[] => {
  const kinds = [...new Set(units.map(({ kind }) => kind))];
  if (kinds.length <= most) return units;
  const from = (turn * most) % kinds.length;
  const looked = new Set([...kinds.slice(from), ...kinds.slice(0, from)].slice(0, most));
  return units.filter(({ kind }) => looked.has(kind));
};

/** What is placed together, each where the first of it stands. */
const unitsOf = <One extends Waiting>(queue: readonly One[]): readonly Unit<One>[] => {
  const units: { kind: string; members: [One, ...One[]] }[] = [];
  const gangs = new Map<string, [One, ...One[]]>();
  for (const replica of queue) {
    const id = replica.gang?.id;
    const gang = id === undefined ? undefined : gangs.get(id);
    if (gang) {
      gang.push(replica);
      continue;
    }
    const members: [One, ...One[]] = [replica];
    units.push({ kind: id === undefined ? kindOf(replica) : `gang ${id}`, members });
    if (id !== undefined) gangs.set(id, members);
  }
  return units;
};

/** One look over the pool. */
class Look<One extends Waiting> {
  readonly #picture: Picture;
  readonly #rooms: Map<string, Room>;
  readonly #quotas: Quotas;
  readonly #most: number;
  readonly #chosen: Chosen<One>[] = [];
  readonly #waiting: Left<One>[] = [];
  readonly #vain: string[] = [];
  // Room only shrinks while the queue is gone through: what found none once finds none later.
  readonly #hopeless = new Map<string, string>();

  constructor(rooms: readonly Room[], { uses = [], most = MOST, ...manner }: Looking) {
    this.#picture = new Picture(rooms, manner);
    this.#rooms = new Map(rooms.map((room) => [room.nodeId, room]));
    this.#quotas = new Quotas(uses);
    this.#most = most;
  }

  /** How many different ones found nothing. */
  get vainKinds(): number {
    return this.#hopeless.size;
  }

  choices(queue: readonly One[]): Choices<One> {
    const turn = new Map(queue.map(({ id }, n) => [id, n]));
    const waiting = this.#waiting.toSorted(
      (a, b) => (turn.get(a.replica.id) ?? 0) - (turn.get(b.replica.id) ?? 0),
    );
    return { chosen: this.#chosen, waiting, vain: this.#vain, rooms: [...this.#rooms.values()] };
  }

  /** One for whom room is being made takes it as soon as there is enough, or any other. */
  claimed(replica: One): void {
    const room = this.#rooms.values().find(({ claims }) => claims.some(({ id }) => id === replica.id));
    if (!room) return;
    const others = room.claims.filter(({ id }) => id !== replica.id);
    const without = { ...room, claims: others };
    this.#picture.reserve(without);
    const tried = this.#try(replica, () => {
      this.#wait(replica, waitsOn(room.nodeId));
    });
    if (tried === 'placed') this.#setClaims(room.nodeId, others);
    else if (tried === 'no room' && willFit(replica.id, room)) this.#picture.reserve(room);
    else {
      this.#vain.push(replica.id);
      this.#rooms.set(room.nodeId, without);
    }
  }

  at({ kind, members }: Unit<One>): void {
    const [first] = members;
    if (this.#chosen.length >= this.#most) return;
    if (first.gang) this.#gang(members, first.gang, kind);
    else this.#single(first, kind);
  }

  #single(replica: One, kind: string): void {
    const known = this.#hopeless.get(kind);
    if (known !== undefined) this.#wait(replica, known);
    else
      this.#try(replica, () => {
        const reason = this.#picture.whyNowhere(replica);
        this.#hopeless.set(kind, reason);
        this.#wait(replica, reason);
      });
  }

  /** All of them or none. Who has ended does not count. */
  #gang(members: readonly One[], { size, known }: Gang, kind: string): void {
    const wait = (reason: string): void => {
      for (const replica of members) this.#waiting.push({ replica, reason, lacks: 'other' });
    };
    if (known < size) {
      wait(`Waits for the rest of its gang: ${String(known)} of ${String(size)} are asked for.`);
      return;
    }
    const overQuota = this.#quotas.take(members);
    if (overQuota !== null) {
      wait(overQuota);
      return;
    }
    const found: Chosen<One>[] = [];
    for (const replica of members) {
      const { place, explanation } = this.#picture.place(replica);
      if (!place) {
        const missing = this.#picture.missing(replica);
        for (const { replica: before } of found) this.#picture.release(before.id);
        this.#quotas.giveBack(members);
        this.#hopeless.set(kind, missing);
        wait(`Waits for room for all ${String(members.length)} of its gang at once: ${missing}.`);
        return;
      }
      found.push({ replica, place, explanation });
    }
    for (const choice of found) this.#choose(choice);
  }

  #try(replica: One, orElse: () => void): 'placed' | 'no room' | 'over quota' {
    const overQuota = this.#quotas.take([replica]);
    if (overQuota !== null) {
      this.#waiting.push({ replica, reason: overQuota, lacks: 'other' });
      return 'over quota';
    }
    const { place, explanation } = this.#picture.place(replica);
    if (place) {
      this.#choose({ replica, place, explanation });
      return 'placed';
    }
    this.#quotas.giveBack([replica]);
    orElse();
    return 'no room';
  }

  #wait(replica: One, reason: string): void {
    this.#waiting.push({ replica, reason, lacks: 'room' });
  }

  #choose(choice: Chosen<One>): void {
    const { replica, place } = choice;
    this.#chosen.push(choice);
    const room = this.#rooms.get(place.nodeId);
    if (room) this.#rooms.set(place.nodeId, take(room, { ...replica, gpuIndices: place.gpuIndices }));
  }

  /** The room may have been taken in the meantime by the one whose claim it was. */
  #setClaims(nodeId: string, claims: Room['claims']): void {
    const room = this.#rooms.get(nodeId);
    if (!room) return;
    this.#rooms.set(nodeId, { ...room, claims });
    this.#picture.reserve({ ...room, claims });
  }
}

const waitsOn = (nodeId: string): string =>
  `Waits for room that is being made for it on ${nodeId}: replicas of lower priority are leaving.`;
