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

/** Replicas of a group by node, and by zone as far as nodes have one. */
type Company = { readonly onNode: Map<number, number>; inZone: Map<number, number> | null };

/** Who is where: replicas of a group, and the weights and images that nodes have. */
export class Presence {
  readonly #groups = new Map<string, Company>();
  readonly #items = new Map<string, Set<number>>();

  constructor(private readonly pool: Pool) {}

  /** A node has an item from here on. */
  has(node: number, item: string): void {
    const nodes = this.#items.get(item);
    if (nodes) nodes.add(node);
    else this.#items.set(item, new Set([node]));
  }

  hasNoMore(node: number, item: string): void {
    const nodes = this.#items.get(item);
    nodes?.delete(node);
    if (nodes?.size === 0) this.#items.delete(item);
  }

  came(node: number, { finds, group }: Wishes): void {
    for (const { item } of finds) this.has(node, item);
    if (group !== null) this.#count(node, group, 1);
  }

  /** What would be sought on a node in vain. */
  missing(node: number, { finds }: Wishes): readonly string[] {
    return finds.map(({ item }) => item).filter((item) => this.#items.get(item)?.has(node) !== true);
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
    const mostWorth = wishes.finds.reduce((sum, { worth }) => sum + worth, 0);
    const consider = (node: number, key: number): void => {
      if (key - mostWorth > least || key === Infinity) return;
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
    const inZone = this.#inZoneOf(node, company);
    if ((apart === 'nodes' && onNode > 0) || (apart === 'zones' && inZone > 0)) return Infinity;
    return BESIDE_ON_NODE * onNode + BESIDE_IN_ZONE * inZone;
  }

  /** A node without a zone is one by itself. */
  #inZoneOf(node: number, { onNode, inZone }: Company): number {
    const zone = this.pool.zone[node]!;
    return (zone < 0 ? onNode.get(node) : inZone?.get(zone)) ?? 0;
  }

  #count(node: number, group: string, by: 1 | -1): void {
    let company = this.#groups.get(group);
    if (!company) this.#groups.set(group, (company = { onNode: new Map(), inZone: null }));
    add(company.onNode, node, by);
    const zone = this.pool.zone[node]!;
    if (zone >= 0) {
      company.inZone ??= new Map<number, number>();
      add(company.inZone, zone, by);
    }
    if (company.onNode.size === 0) this.#groups.delete(group);
  }
}

const add = <Key>(counts: Map<Key, number>, key: Key, by: number): void => {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
};
