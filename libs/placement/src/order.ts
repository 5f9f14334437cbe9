import type { Rules } from './offer.ts';
import type { Policy } from './policy.ts';
import type { Pool } from './pool.ts';
import { Ranking } from './ranking.ts';
import { ruledOut } from './rules.ts';
import type { Shape } from './shape.ts';
import { States } from './states.ts';

/** Orders that are kept; the one unused for longest goes. At 5,000 nodes one takes 130 KB. */
const MOST_ORDERS = 512;

type Kept = { ranking: Ranking; allowed: Uint8Array; judgedKinds: number; usedAt: number };

/** A shape under rules; equal ones have equal keys. */
export type RequestKind = Readonly<{ key: string; shape: Shape; rules: Rules }>;

/** For each kind of request the nodes with room in the order of their cost, kept up by what has changed since its last visit. */
export class Orders {
  readonly #kept = new Map<string, Kept>();
  readonly #states: States;
  #followed = 0;
  #uses = 0;
  /** Costs by state of the order that is being made. */
  #costs = new Float64Array(0);
  #costsOf = new Int32Array(0);
  #making = 0;
  #stamps = new Int32Array(0);
  #stamp = 0;

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
    const behind = this.pool.changeCount - ranking.seenChanges;
    const isLost = ranking.seenChanges < 0 || behind > this.pool.changes.length || behind > this.pool.size;
    if (isLost || ranking.epoch !== this.policy.epoch) this.#make(kept, shape);
    else this.#catchUp(kept, shape);
    ranking.seenChanges = this.pool.changeCount;
    ranking.epoch = this.policy.epoch;
    return ranking;
  }

  /** Tells the policy and the states what has changed in the pool. */
  #follow(): void {
    const { changes, changeCount, size } = this.pool;
    if (changeCount - this.#followed > changes.length)
      for (let node = 0; node < size; node++) this.#changed(node);
    else for (let n = this.#followed; n < changeCount; n++) this.#changed(changes[n % changes.length]!);
    this.#followed = changeCount;
  }

  #changed(node: number): void {
    this.#states.changed(node);
    this.policy.changed(node);
  }

  #find(key: string): Kept {
    let kept = this.#kept.get(key);
    if (!kept || kept.ranking.capacity < this.pool.size) {
      if (this.#kept.size >= MOST_ORDERS) this.#dropOldest();
      kept = { ranking: new Ranking(this.pool.size), allowed: new Uint8Array(0), judgedKinds: 0, usedAt: 0 };
      this.#kept.set(key, kept);
    }
    kept.usedAt = ++this.#uses;
    return kept;
  }

  #dropOldest(): void {
    let [oldest, usedAt] = ['', Infinity];
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
    this.#making++;
    if (this.#costs.length < this.#states.count) {
      this.#costs = new Float64Array(2 * this.#states.count);
      this.#costsOf = new Int32Array(2 * this.#states.count);
    }
    kept.ranking.fill((node) => this.#keyInBulk(kept, shape, node), this.pool.size);
  }

  #keyInBulk(kept: Kept, shape: Shape, node: number): number {
    if (!this.#mayTake(kept, shape, node)) return Infinity;
    const state = this.#states.of(node);
    if (this.#costsOf[state] !== this.#making) {
      this.#costsOf[state] = this.#making;
      this.#costs[state] = this.policy.cost(shape, node);
    }
    return this.#costs[state]!;
  }

  #catchUp(kept: Kept, shape: Shape): void {
    const { changes, changeCount } = this.pool;
    if (this.#stamps.length < this.pool.size) this.#stamps = new Int32Array(this.pool.size);
    this.#stamp++;
    for (let n = changeCount - 1; n >= kept.ranking.seenChanges; n--) {
      const node = changes[n % changes.length]!;
      if (this.#stamps[node] === this.#stamp) continue;
      this.#stamps[node] = this.#stamp;
      kept.ranking.set(node, this.#mayTake(kept, shape, node) ? this.policy.cost(shape, node) : Infinity);
    }
  }

  #mayTake(kept: Kept, shape: Shape, node: number): boolean {
    return kept.allowed[this.pool.kind[node]!] === 1 && this.pool.hasRoom(shape, node);
  }
}
