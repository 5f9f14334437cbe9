import { obstacle, whyNowhere } from './explain.ts';
import { NO_WISHES, type NodeOffer, type Place, type Request, type Wishes } from './offer.ts';
import { Orders, type RequestKind } from './order.ts';
import type { Policy } from './policy.ts';
import { Pool } from './pool.ts';
import { type Candidate, victimsFor } from './preemption.ts';
import { Presence } from './presence.ts';
import { keyOfRules, ruledOut } from './rules.ts';
import { type Shape, Shapes } from './shape.ts';

/** What a replica holds, as whoever remembers it knows it. */
export type Held = Readonly<{ id: string; place: Place; request: Request; priority: number }>;

/** A place that is free once the victims have gone. */
export type Room = Readonly<{ place: Place; victims: readonly string[] }>;

/** Of one node: its cost, or what keeps the request away. */
export type Verdict = Readonly<{ nodeId: string; cost: number | null; obstacle: string | null }>;

/**
 * Filter, score, pick, over a picture of the pool that is kept in memory: what fits (amounts and rules), what it costs (policy), what
 * speaks for and against single nodes (wishes). The same nodes and the same calls give the same answers.
 */
export class Placer {
  readonly pool: Pool;
  readonly shapes: Shapes;
  readonly presence: Presence;
  readonly #policy: Policy;
  readonly #orders: Orders;
  #last: Readonly<{ request: Request; kind: RequestKind }> | undefined;
  readonly #held = new Map<string, Candidate & Readonly<{ wishes: Wishes }>>();

  constructor(nodes: readonly NodeOffer[], policyOf: (pool: Pool) => Policy) {
    this.pool = new Pool(nodes);
    this.shapes = new Shapes(this.pool.models);
    this.presence = new Presence(this.pool);
    this.#policy = policyOf(this.pool);
    this.#orders = new Orders(this.pool, this.#policy);
  }

  /** A request came in: what is learned about the mix of requests is learned here, once for each. */
  arrived(request: Request): void {
    this.#policy.arrived(this.#kindOf(request).shape);
  }

  /** The requests of the past, oldest first. */
  remember(requests: readonly Request[]): void {
    this.#policy.remember(requests.map(({ amounts }) => this.shapes.of(amounts)));
  }

  /** Where it goes, or null when no node may take it. Nothing is taken yet. */
  choose(request: Request): Place | null {
    const { wishes } = request;
    const kind = this.#kindOf(request);
    const ranking = this.#orders.of(kind);
    const isPlain = wishes === NO_WISHES || this.presence.isIndifferent(wishes);
    const node = isPlain ? ranking.first() : this.presence.best(ranking, wishes);
    return node < 0 ? null : this.placeOn(node, this.#policy.slots(kind.shape, node));
  }

  /**
   * Takes what a replica holds, be it chosen here or by somebody else. Room that is kept for a request is held in the same way, under
   * an id of its own, until that is released: before those who are to make it have gone, too. A priority of Infinity is nobody’s victim.
   */
  hold({ id, place, request, priority }: Held): void {
    if (this.#held.has(id)) return;
    const node = this.pool.numberOf(place.nodeId);
    if (node === undefined) throw new Error(`${place.nodeId} is not in the pool`);
    const shape = this.#shapeOf(request);
    const slots = place.gpuIndices.map((index) => this.pool.slotOf(node, index));
    this.pool.take(node, shape, slots);
    this.presence.came(node, request.wishes);
    this.#held.set(id, { id, node, shape, slots, priority, wishes: request.wishes });
  }

  /** Gives it back. What is not held is nothing. */
  release(id: string): void {
    const holding = this.#held.get(id);
    if (!holding) return;
    this.#held.delete(id);
    this.pool.give(holding);
    this.presence.left(holding.node, holding.wishes);
  }

  /**
   * Who would have to go so that a request that fits nowhere gets a place: the cheapest of those below its priority. Empty: that
   * would not help.
   */
  victims(request: Request, priority: number): readonly string[] {
    const shape = this.#shapeOf(request);
    const mayTake = (node: number): boolean =>
      this.pool.open[node] === 1 &&
      ruledOut(request.rules, this.pool.offers[node]!) === null &&
      this.presence.allows(node, request.wishes);
    const wanted = { pool: this.pool, shape, priority, mayTake };
    return victimsFor(wanted, [...this.#held.values()]).map(({ id }) => id);
  }

  /** Whom to end so that a request that fits nowhere gets a place, and that place; null: nobody’s end would help. */
  roomFor(request: Request, priority: number): Room | null {
    const victims = this.victims(request, priority);
    const holdings = victims.map((id) => this.#held.get(id)!);
    const [first] = holdings;
    if (!first) return null;
    for (const holding of holdings) this.pool.give(holding);
    const place = this.placeOn(first.node, this.#policy.slots(this.#shapeOf(request), first.node));
    for (const { node, shape, slots } of holdings) this.pool.take(node, shape, slots);
    return { place, victims };
  }

  /** All of them or none: held under their ids when there is room for each. Who is held already keeps its place. */
  holdAll(
    requests: readonly Readonly<{ id: string; request: Request; priority: number }>[],
  ): readonly Place[] | null {
    const places: Place[] = [];
    const undo: (() => void)[] = [];
    for (const { id, request, priority } of requests) {
      const before = this.#held.get(id);
      const place = before ? this.placeOn(before.node, before.slots) : this.choose(request);
      if (!place) {
        for (const step of undo) step();
        return null;
      }
      places.push(place);
      if (!before) undo.push(this.#holdForNow({ id, place, request, priority }));
    }
    return places;
  }

  /** @returns what makes it as if it had never been held: what it would have brought to the node is not there then, either */
  #holdForNow(held: Held): () => void {
    const node = this.pool.numberOf(held.place.nodeId)!;
    const missing = this.presence.missing(node, held.request.wishes);
    this.hold(held);
    return () => {
      this.release(held.id);
      for (const item of missing) this.presence.hasNoMore(node, item);
    };
  }

  /** Every node and what speaks against it, or what it costs; the cheapest first, then the others in the pool’s order. */
  explain(request: Request, limit: number): readonly Verdict[] {
    const kind = this.#kindOf(request);
    const ranking = this.#orders.of(kind);
    const verdicts: Verdict[] = [];
    ranking.ascend((node, cost) => {
      verdicts.push({
        nodeId: this.#idOf(node),
        cost,
        obstacle: this.presence.objection(node, request.wishes),
      });
      return verdicts.length < limit;
    });
    for (let node = 0; node < this.pool.size && verdicts.length < limit; node++) {
      const problem = obstacle(this.pool, node, request, kind.shape);
      if (problem !== null) verdicts.push({ nodeId: this.#idOf(node), cost: null, obstacle: problem });
    }
    return verdicts;
  }

  /** Why a request fits nowhere, in one sentence over all nodes. */
  whyNowhere(request: Request): string {
    const shape = this.#shapeOf(request);
    const obstacles = this.pool.offers.map(
      (_, node) =>
        obstacle(this.pool, node, request, shape) ??
        this.presence.objection(node, request.wishes) ??
        'may take it now',
    );
    return whyNowhere(obstacles);
  }

  isHeld(id: string): boolean {
    return this.#held.has(id);
  }

  #shapeOf(request: Request): Shape {
    return this.#last?.request === request ? this.#last.kind.shape : this.shapes.of(request.amounts);
  }

  /** The same request is asked about several times in a row. */
  #kindOf(request: Request): RequestKind {
    if (this.#last?.request === request) return this.#last.kind;
    const shape = this.shapes.of(request.amounts);
    const rules = keyOfRules(request.rules);
    const kind = { key: rules === '' ? shape.id : `${shape.id}${rules}`, shape, rules: request.rules };
    this.#last = { request, kind };
    return kind;
  }

  /** A node and slots as others know them. */
  placeOn(node: number, slots: readonly number[]): Place {
    return {
      nodeId: this.#idOf(node),
      gpuIndices: slots.map((slot) => this.pool.gpuIndex[slot]!).toSorted((a, b) => a - b),
    };
  }

  #idOf(node: number): string {
    return this.pool.offers[node]!.nodeId;
  }
}
