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
  ...change,
});

/** Where nothing waits for room. */
export const noRoomNeeded: MakeRoom = () => ({ gone: new Set(), hopeless: 0 });

/** One endpoint on a pool of equal places, without a clock: what the scheduler, the nodes and the gateways would do. */
export class PoolModel {
  live: LiveReplica[] = [];
  /** They hold their places until they have stopped. */
  draining: LiveReplica[] = [];
  desired: number;
  serving = 1;
  rollout: Rollout | null = null;
  /** Ready ones that had to leave their places to others. */
  readonly displaced = new Set<string>();
  #requested = 0;

  constructor(
    readonly places: number,
    desired: number,
  ) {
    this.desired = desired;
    this.act();
    for (let n = 0; n < 3; n++) this.progress();
  }

  get wanted(): Wanted {
    const { desired, serving, rollout, live } = this;
    return { desired, serving, rollout, live, scaleCause: 'load', isAborted: false, heldBack: () => 0 };
  }

  readonly makeRoom: MakeRoom = (waiting, { leaving, mayGo, most }) => {
    const leavingTheirs = leaving.filter((replica) => !isPending(replica)).length;
    const needed = Math.max(0, waiting.length - this.#free - this.draining.length - leavingTheirs);
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
      this.#change(id, this.#free > 0 ? { state: 'placed' } : { delayed: true });
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

  get #free(): number {
    return this.places - this.draining.length - this.live.filter((replica) => !isPending(replica)).length;
  }

  #change(id: string, change: Partial<LiveReplica>): void {
    this.live = this.live.map((replica) => (replica.id === id ? { ...replica, ...change } : replica));
  }
}
