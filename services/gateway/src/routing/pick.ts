import type { Endpoint } from './endpoint.ts';
import type { Replica } from './replica.ts';

/** What a choice depends on besides the replicas: the moment, chance, what was tried, and how much one replica may hold. */
export type PickRule = Readonly<{
  nowMs: number;
  /** In [0, 1). */
  random: number;
  /** Replicas that could not be reached by this very request. */
  tried?: ReadonlySet<Replica> | undefined;
  /** Requests in flight at which a replica gets no more; without it there is no limit. */
  cap?: number | undefined;
}>;

const mayTake = (replica: Replica, { nowMs, tried, cap }: PickRule): boolean =>
  replica.ejectedUntilMs <= nowMs &&
  (cap === undefined || replica.inFlight < cap) &&
  !(tried?.has(replica) ?? false);

/** The replica with the fewest requests in flight; chance decides between equals, so that several gateways do not all choose the same. */
export const pick = (replicas: readonly Replica[], rule: PickRule): Replica | undefined => {
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

/** The moment at which an ejected replica may be tried again; undefined when none is ejected. */
export const nextChanceMs = ({ ready }: Endpoint, nowMs: number): number | undefined => {
  let next: number | undefined;
  for (const { ejectedUntilMs } of ready)
    if (ejectedUntilMs > nowMs && (next === undefined || ejectedUntilMs < next)) next = ejectedUntilMs;
  return next;
};
