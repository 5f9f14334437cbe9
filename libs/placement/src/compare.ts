import { BestFit } from './best-fit.ts';
import type { NodeOffer, Request } from './offer.ts';
import { Placer } from './placer.ts';
import type { Policy } from './policy.ts';
import type { Pool } from './pool.ts';
import { FRAGMENTATION_ALONE, Potential } from './potential.ts';
import { Spread } from './spread.ts';

/** The policies of this library; of equal ones the first is the better. */
const POLICIES = {
  pack: (pool) => new Potential(pool),
  fragmentation: (pool) => new Potential(pool, FRAGMENTATION_ALONE),
  bestFit: (pool) => new BestFit(pool),
  spread: (pool) => new Spread(pool),
} satisfies Record<string, (pool: Pool) => Policy>;

export type PolicyName = keyof typeof POLICIES;

export const POLICY_NAMES = Object.keys(POLICIES) as readonly PolicyName[];

/** The share of all GPU thousandths that each policy allocates, in percent, and which allocates the most. */
export type Comparison = Readonly<{
  allocatedPercent: Readonly<Record<PolicyName, number>>;
  best: PolicyName;
}>;

/** GPUs that are asked for in all, over those that there are: enough that some requests find no room. */
const LOAD = 1.3;
/** No pool takes more rounds of the same requests than this, however small they are. */
const MOST_REQUESTS = 200_000;

/**
 * Which policy would have packed best: recent requests are played into the empty nodes, over and over until they ask for more than
 * there is; nothing leaves. At 1,000 nodes it takes about half a second.
 */
export const compare = (nodes: readonly NodeOffer[], arrivals: readonly Request[]): Comparison => {
  const requests = filling(nodes, arrivals);
  const percentOf = (name: PolicyName): number => packed(nodes, requests, POLICIES[name]);
  const allocatedPercent = Object.fromEntries(POLICY_NAMES.map((name) => [name, percentOf(name)])) as Record<
    PolicyName,
    number
  >;
  const best = POLICY_NAMES.reduce((one, other) =>
    allocatedPercent[other] > allocatedPercent[one] ? other : one,
  );
  return { allocatedPercent, best };
};

const gpuMilliOf = ({ amounts: { gpuCount, gpuThousandths } }: Request): number =>
  gpuCount > 1 ? 1000 * gpuCount : gpuCount * gpuThousandths;

const capacityOf = (nodes: readonly NodeOffer[]): number =>
  nodes.reduce((sum, { gpus }) => sum + 1000 * gpus.length, 0);

const filling = (nodes: readonly NodeOffer[], arrivals: readonly Request[]): readonly Request[] => {
  const wanted = LOAD * capacityOf(nodes);
  const requests: Request[] = [];
  if (!arrivals.some((request) => gpuMilliOf(request) > 0)) return arrivals;
  for (let asked = 0; asked < wanted && requests.length < MOST_REQUESTS;) {
    const request = arrivals[requests.length % arrivals.length]!;
    requests.push(request);
    asked += gpuMilliOf(request);
  }
  return requests;
};

const packed = (
  nodes: readonly NodeOffer[],
  requests: readonly Request[],
  policyOf: (pool: Pool) => Policy,
): number => {
  const placer = new Placer(nodes, policyOf);
  let allocated = 0;
  for (const [n, request] of requests.entries()) {
    placer.arrived(request);
    const place = placer.choose(request);
    if (!place) continue;
    placer.hold({ id: String(n), place, request, priority: 0 });
    allocated += gpuMilliOf(request);
  }
  return (100 * allocated) / Math.max(1, capacityOf(nodes));
};
