import { affine } from './affinity.ts';
import type { Endpoint } from './endpoint.ts';
import { sparesBenched } from './health.ts';
import type { Replica } from './replica.ts';
import { isCanary } from './rollout.ts';

/** What a choice depends on besides the replicas: the moment, chance, what was tried, and how much one replica may hold. */
export type PickRule = Readonly<{
  nowMs: number;
  /** In [0, 1). */
  random: number;
  /** Replicas that could not be reached by this very request. */
  tried?: ReadonlySet<Replica> | undefined;
  /** Requests in flight at which a replica gets no more; without it there is no limit. */
  cap?: number | undefined;
  /** Requests that begin alike have the same key, and go to the same replica while it has not clearly more than others. */
  affinityKey?: number | undefined;
  /** Leaves out replicas for another reason. */
  only?: ((replica: Replica) => boolean) | undefined;
  /** Leaves out those whose answers were bad. */
  sparesBenched?: boolean | undefined;
}>;

const hasPlace = ({ inFlight, elsewhere, endpoint }: Replica, cap: number | undefined): boolean => {
  const { replicaPlaces } = endpoint.configured;
  return (
    (cap === undefined || inFlight < cap) && (replicaPlaces === null || inFlight + elsewhere < replicaPlaces)
  );
};

const mayTake = (replica: Replica, { nowMs, tried, cap, only, sparesBenched: spares }: PickRule): boolean =>
  replica.ejectedUntilMs <= nowMs &&
  (spares !== true || replica.benchedUntilMs <= nowMs) &&
  (only === undefined || only(replica)) &&
  hasPlace(replica, cap) &&
  !(tried?.has(replica) ?? false);

/** The replica with the fewest requests in flight; chance decides between equals, so that several gateways do not all choose the same. */
export const pick = (replicas: readonly Replica[], rule: PickRule): Replica | undefined => {
  if (rule.affinityKey !== undefined) {
    const able = replicas.filter((replica) => mayTake(replica, rule));
    return affine(able, rule.affinityKey);
  }
  let least = Infinity;
  let equals = 0;
  for (const replica of replicas) {
    if (replica.inFlight > least || !mayTake(replica, rule)) continue;
    equals = replica.inFlight < least ? 1 : equals + 1;
    least = replica.inFlight;
  }
  let skip = Math.floor(rule.random * equals);
  for (const replica of replicas)
    if (replica.inFlight === least && mayTake(replica, rule) && skip-- === 0) return replica;
  return undefined;
};

/**
 * The replica for one request of an endpoint. `side`, in [0, 1) and drawn once for the request, decides on which side of
 * a canary it is served; it goes to the other side when nobody there can take it.
 */
export const pickFor = (
  endpoint: Pick<Endpoint, 'ready' | 'rollout' | 'benchedUntilMs'>,
  side: number,
  given: PickRule,
): Replica | undefined => {
  const { ready, rollout } = endpoint;
  const rule = sparesBenched(endpoint, given.nowMs) ? { ...given, sparesBenched: true } : given;
  if (!isCanary(rollout)) return pick(ready, rule);
  const isCandidates = side * 100 < rollout.percent;
  const among = (candidates: boolean): Replica | undefined =>
    pick(ready, { ...rule, only: ({ template }) => (template === rollout.to) === candidates });
  return among(isCandidates) ?? among(!isCandidates);
};

/** The moment at which a replica that is left out may be tried again; undefined when none is. */
export const nextChanceMs = ({ ready }: Endpoint, nowMs: number): number | undefined => {
  let next: number | undefined;
  for (const { ejectedUntilMs, benchedUntilMs } of ready)
    for (const atMs of [ejectedUntilMs, benchedUntilMs])
      if (atMs > nowMs && (next === undefined || atMs < next)) next = atMs;
  return next;
};
