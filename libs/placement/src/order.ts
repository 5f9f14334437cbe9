import type { Rules } from './offer.ts';
import type { Policy } from './policy.ts';
import type { Pool } from './pool.ts';
import { Ranking } from './ranking.ts';
import { ruledOut } from './rules.ts';
import type { Shape } from './shape.ts';
import { States } from './states.ts';

/** Orders that are kept; the one unused for longest goes. At 5,000 nodes one takes 43 KB. */
const MOST_ORDERS = 512;

type Kept = { ranking: Ranking; allowed: Uint8Array; judgedKinds: number; usedAt: number };

/** A shape under rules; equal ones have equal keys. */
export type RequestKind = Readonly<{ key: string | number; shape: Shape; rules: Rules }>;

/** For each kind of request the nodes with room in the order of their cost, kept up by what has changed since its last visit. */
export class Orders {
  readonly #kept = new Map<string | number, Kept>();
  readonly #states: States;
  #followed = 0;
  #uses = 0;
  /** Costs by state of the order that is being made. */
  #costs = new Float64Array(0);
  #costsOf = new Int32Array(0);
  #making = 0;

  constructor(
    private readonly pool: Pool,
    private readonly policy: Policy,
  ) {
    this.#states = new States(pool);
  }

  /** The order for a kind of request, as of now. */
  of({ key, shape, rules }: RequestKind): Ranking {
    this.#follow();
    const kept = this.#find(key);
    this.#judge(kept, rules);
    const { ranking } = kept;
    const behind = this.pool.changes.count - ranking.seenChanges;
    const isLost = ranking.seenChanges < 0 || behind > this.pool.size;
    if (isLost || ranking.epoch !== this.policy.epoch) this.#make(kept, shape);
    else this.#catchUp(kept, shape);
    ranking.seenChanges = this.pool.changes.count;
    ranking.epoch = this.policy.epoch;
    return ranking;
  }

  /** Tells the policy what has changed in the pool. */
  #follow(): void {
    const { at, older, count, newest } = this.pool.changes;
    for (let node = newest; node >= 0 && at[node]! > this.#followed; node = older[node]!)
      this.policy.changed(node);
    this.#followed = count;
  }

  #find(key: string | number): Kept {
    let kept = this.#kept.get(key);
    if (!kept || kept.ranking.capacity < this.pool.size) {
      if (this.#kept.size >= MOST_ORDERS) this.#dropOldest();
      const ranking = new Ranking(this.pool.cpu.length);
      kept = { ranking, allowed: new Uint8Array(0), judgedKinds: 0, usedAt: 0 };
      this.#kept.set(key, kept);
    }
    kept.usedAt = ++this.#uses;
    return kept;
  }

  #dropOldest(): void {
    let [oldest, usedAt]: [string | number, number] = ['', Infinity];
    for (const [key, kept] of this.#kept) if (kept.usedAt < usedAt) [oldest, usedAt] = [key, kept.usedAt];
    this.#kept.delete(oldest);
  }

  /** Rules look at kinds of nodes, of which there are few. */
  #judge(kept: Kept, rules: Rules): void {
    const { kinds } = this.pool;
    if (kept.judgedKinds === kinds.length) return;
    kept.allowed = Uint8Array.from(kinds, (kind) => Number(ruledOut(rules, kind) === null));
    kept.judgedKinds = kinds.length;
  }

  #make(kept: Kept, shape: Shape): void {
    const { keys } = kept.ranking;
    if (this.policy.asksEachNode === true)
      for (let node = 0; node < this.pool.size; node++) keys[node] = this.#keyOf(kept, shape, node);
    else this.#keysByState(kept, shape);
    kept.ranking.build();
  }

  #keysByState({ ranking: { keys }, allowed }: Kept, shape: Shape): void {
    this.#states.follow();
    const { count, of } = this.#states;
    if (this.#costs.length < count) {
      this.#costs = new Float64Array(2 * count);
      this.#costsOf = new Int32Array(2 * count);
    }
    this.#making++;
    const { pool } = this;
    const { kind, size } = pool;
    for (let node = 0; node < size; node++)
      keys[node] =
        pool.hasAmounts(shape, node) && allowed[kind[node]!] === 1
          ? this.#costOfState(of[node]!, shape, node)
          : Infinity;
  }

  /** Room on the GPUs is a matter of the state, too; memory and disk are not. */
  #costOfState(state: number, shape: Shape, node: number): number {
    if (this.#costsOf[state] !== this.#making) {
      this.#costsOf[state] = this.#making;
      this.#costs[state] = this.pool.hasGpus(shape, node) ? this.policy.cost(shape, node) : Infinity;
    }
    return this.#costs[state]!;
  }

  #catchUp(kept: Kept, shape: Shape): void {
    const { at, older, newest } = this.pool.changes;
    const { seenChanges } = kept.ranking;
    for (let node = newest; node >= 0 && at[node]! > seenChanges; node = older[node]!)
      kept.ranking.set(node, this.#keyOf(kept, shape, node));
  }

  #keyOf({ allowed }: Kept, shape: Shape, node: number): number {
    const mayTake = allowed[this.pool.kind[node]!] === 1 && this.pool.hasRoom(shape, node);
    return mayTake ? this.policy.cost(shape, node) : Infinity;
  }
}
