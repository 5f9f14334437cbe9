import type { MakeRoom, Rollout } from './division.ts';
import { type LiveReplica, isPending, isReady, isWithoutRoom } from './live-replica.ts';
import { type Plan, type Wanted, reconcile } from './reconcile.ts';

export const one = (
  id: string,
  state: LiveReplica['state'],
  change: Partial<LiveReplica> = {},
): LiveReplica => ({
  id,
  state,
  revision: 1,
  delayed: false,
  requestedAtUs: 0,
  readyAtUs: null,
  isLeaving: false,
  leaveByUs: null,
  ...change,
});

/** Where nothing waits for room. */
export const noRoomNeeded: MakeRoom = () => ({ gone: new Set(), hopeless: 0 });

/**
 * One endpoint on the equal places of two nodes, without a clock: what the scheduler, the nodes and the gateways would do.
 */
export class PoolModel {
  live: LiveReplica[] = [];
  /** They hold their places until they have stopped. */
  draining: LiveReplica[] = [];
  desired: number;
  serving = 1;
  rollout: Rollout | null = null;
  /** Ready ones that had to leave their places to others. */
  readonly displaced = new Set<string>();
  /** Nodes that must become empty; a deadline that has passed. */
  readonly drains = new Set<number>();
  isDeadlinePast = false;
  readonly places: number[];
  readonly #nodeOf = new Map<string, number>();
  #requested = 0;

  constructor(places: number, desired: number, beside = 0) {
    this.places = [places, beside];
    this.desired = desired;
    this.act();
    for (let n = 0; n < 3; n++) this.progress();
  }

  get wanted(): Wanted {
    const { desired, serving, rollout } = this;
    const leaveByUs = this.isDeadlinePast ? 0 : null;
    const live = this.live.map((replica) => ({ ...replica, isLeaving: this.isLeaving(replica), leaveByUs }));
    const fixed = { absent: [], scaleCause: 'load', isAborted: false, nowUs: 0, heldBack: () => 0 };
    return { desired, serving, rollout, live, ...fixed };
  }

  readonly makeRoom: MakeRoom = (waiting, { leaving, mayGo, most }) => {
    const going = [...leaving, ...this.draining].filter(
      (replica) => !isPending(replica) && !this.isLeaving(replica),
    );
    const needed = Math.max(0, waiting.length - this.#free - going.length);
    const gone = new Set(mayGo.slice(0, Math.min(needed, most)).map(({ id }) => id));
    const hopeless = needed - gone.size;
    return { gone, hopeless };
  };

  /** One look of the scheduler. */
  act(): Plan {
    const plan = reconcile(this.wanted, (waiting, going) => {
      const made = this.makeRoom(waiting, going);
      for (const replica of going.mayGo)
        if (isReady(replica) && made.gone.has(replica.id)) this.displaced.add(replica.id);
      return made;
    });
    const dropped = new Set([...plan.cancel, ...plan.drain].map(({ id }) => id));
    this.draining.push(...this.live.filter((replica) => dropped.has(replica.id) && !isPending(replica)));
    this.live = this.live.filter(({ id }) => !dropped.has(id));
    for (const { revision, count } of plan.request)
      for (let n = 0; n < count; n++) {
        const requestedAtUs = this.#requested++;
        this.live.push(one(`r${String(requestedAtUs)}`, 'pending', { revision, requestedAtUs }));
      }
    return plan;
  }

  /** Those without room that take over go first, then whoever waits longest. */
  place(): void {
    const turn = (replica: LiveReplica): number =>
      isWithoutRoom(replica) && replica.revision === this.rollout?.to ? 0 : 1;
    for (const { id } of this.live
      .filter(isPending)
      .toSorted((a, b) => turn(a) - turn(b) || a.requestedAtUs - b.requestedAtUs))
      this.#put(id);
  }

  /** Everything that can goes one step on. */
  progress(): void {
    this.draining = [];
    this.place();
    for (const { id, state } of this.live)
      if (state === 'placed') this.#change(id, { state: 'starting' });
      else if (state === 'starting') this.#change(id, { state: 'ready' });
  }

  /** The nth of those that can goes one step on. */
  step(nth: number): void {
    const ids = [
      ...this.draining.map(({ id }) => id),
      ...this.live.filter(({ state }) => state === 'placed' || state === 'starting').map(({ id }) => id),
    ];
    const id = ids[nth % Math.max(1, ids.length)];
    this.draining = this.draining.filter((replica) => replica.id !== id);
    const replica = this.live.find((live) => live.id === id);
    if (replica) this.#change(replica.id, { state: replica.state === 'placed' ? 'starting' : 'ready' });
  }

  crash(nth: number): void {
    const running = this.live.filter((replica) => !isPending(replica));
    const victim = running[nth % Math.max(1, running.length)];
    this.live = this.live.filter((replica) => replica !== victim);
  }

  of(revision: number): LiveReplica[] {
    return this.live.filter((replica) => replica.revision === revision);
  }

  get ready(): number {
    return this.live.filter(isReady).length;
  }

  isLeaving({ id, state }: Pick<LiveReplica, 'id' | 'state'>): boolean {
    return state !== 'pending' && this.drains.has(this.#nodeOf.get(id) ?? 0);
  }

  get leaving(): LiveReplica[] {
    return this.live.filter((replica) => this.isLeaving(replica));
  }

  /** Places on nodes that may take something. */
  get open(): number {
    return this.places.reduce((sum, places, node) => sum + (this.drains.has(node) ? 0 : places), 0);
  }

  get #free(): number {
    return this.#freeOn(0) + this.#freeOn(1);
  }

  #freeOn(node: number): number {
    if (this.drains.has(node)) return 0;
    const there = [...this.draining, ...this.live].filter(
      (replica) => !isPending(replica) && (this.#nodeOf.get(replica.id) ?? 0) === node,
    );
    return (this.places[node] ?? 0) - there.length;
  }

  #put(id: string): void {
    const node = [0, 1].find((candidate) => this.#freeOn(candidate) > 0);
    if (node !== undefined) this.#nodeOf.set(id, node);
    this.#change(id, node === undefined ? { delayed: true } : { state: 'placed' });
  }

  #change(id: string, change: Partial<LiveReplica>): void {
    this.live = this.live.map((replica) => (replica.id === id ? { ...replica, ...change } : replica));
  }
}
