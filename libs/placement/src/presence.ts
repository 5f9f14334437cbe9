import type { Wishes } from './offer.ts';
import type { Pool } from './pool.ts';
import type { Ranking } from './ranking.ts';

/**
 * What it costs, in GPU thousandths, to be on a node or in a zone with another of its group. Together less than a step of the policy’s
 * costs: it decides between equals, and never breaks up a node that would otherwise stay whole.
 */
const BESIDE_ON_NODE = 50;
const BESIDE_IN_ZONE = 20;
/** Nodes that are looked at for a cheaper one once one is found. */
const LOOKS = 512;

type Company = { onNode: Map<number, number>; inZone: Map<string, number> };

/** Who is where: replicas of a group, and the weights and images that nodes have. */
export class Presence {
  readonly #groups = new Map<string, Company>();
  readonly #items = new Map<string, Set<number>>();

  constructor(private readonly pool: Pool) {}

  /** A node has an item from here on. */
  has(node: number, item: string): void {
    const nodes = this.#items.get(item) ?? new Set();
    this.#items.set(item, nodes.add(node));
  }

  hasNoMore(node: number, item: string): void {
    const nodes = this.#items.get(item);
    nodes?.delete(node);
    if (nodes?.size === 0) this.#items.delete(item);
  }

  came(node: number, wishes: Wishes): void {
    for (const { item } of wishes.finds) this.has(node, item);
    if (wishes.group !== null) this.#count(node, wishes.group, 1);
  }

  left(node: number, { group }: Wishes): void {
    if (group !== null) this.#count(node, group, -1);
  }

  /** No node is better or worse than its cost says. */
  isIndifferent({ group, finds }: Wishes): boolean {
    return (group === null || !this.#groups.has(group)) && finds.every(({ item }) => !this.#items.has(item));
  }

  /** The least of cost + penalties - what is found there; -1 when none may. Nodes that have what is sought are all looked at. */
  best(ranking: Ranking, wishes: Wishes): number {
    let [best, least] = [-1, Infinity];
    const consider = (node: number, key: number): void => {
      const total = key + this.#against(node, wishes) - this.#speaksFor(node, wishes);
      if (total < least || (total === least && node < best)) [best, least] = [node, total];
    };
    for (const { item } of wishes.finds)
      for (const node of this.#items.get(item) ?? []) consider(node, ranking.keyOf(node));
    let looks = 0;
    ranking.ascend((node, key) => {
      // All that is found was considered above: from here on nothing is less than its key.
      if (best >= 0 && (key > least || (key === least && node > best) || looks >= LOOKS)) return false;
      looks++;
      consider(node, key);
      return true;
    });
    return best;
  }

  allows(node: number, wishes: Wishes): boolean {
    return this.#against(node, wishes) < Infinity;
  }

  /** Why its group keeps it from a node; null: it does not. */
  objection(node: number, wishes: Wishes): string | null {
    if (this.allows(node, wishes)) return null;
    return wishes.apart === 'nodes' ? 'has one of its group' : 'is in a zone that has one of its group';
  }

  #speaksFor(node: number, { finds }: Wishes): number {
    let worth = 0;
    for (const found of finds) if (this.#items.get(found.item)?.has(node) === true) worth += found.worth;
    return worth;
  }

  #against(node: number, { group, apart }: Wishes): number {
    const company = group === null ? undefined : this.#groups.get(group);
    if (!company) return 0;
    const onNode = company.onNode.get(node) ?? 0;
    const inZone = company.inZone.get(this.#zoneOf(node)) ?? 0;
    if ((apart === 'nodes' && onNode > 0) || (apart === 'zones' && inZone > 0)) return Infinity;
    return BESIDE_ON_NODE * onNode + BESIDE_IN_ZONE * inZone;
  }

  /** A node without a zone is one by itself. */
  #zoneOf(node: number): string {
    const offer = this.pool.offers[node];
    return offer?.zone ?? `node ${offer?.nodeId ?? ''}`;
  }

  #count(node: number, group: string, by: 1 | -1): void {
    const company: Company = this.#groups.get(group) ?? { onNode: new Map(), inZone: new Map() };
    add(company.onNode, node, by);
    add(company.inZone, this.#zoneOf(node), by);
    if (company.onNode.size > 0) this.#groups.set(group, company);
    else this.#groups.delete(group);
  }
}

const add = <Key>(counts: Map<Key, number>, key: Key, by: number): void => {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
};
