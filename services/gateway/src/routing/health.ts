import type { Endpoint } from './endpoint.ts';
import type { Replica } from './replica.ts';
import { isCanary } from './rollout.ts';

/** So many failures in a row, and it is left out for a while. */
const STRIKES = 5;
const FIRST_BENCH_MS = 500;
const LONGEST_BENCH_MS = 30_000;
/** Beyond so many doublings the limit holds anyway. */
const MOST_BENCHES = 6;

/** A good answer: whatever was held against it is forgotten. While it is left out it stays so until its time is over. */
export const served = (replica: Replica): void => {
  replica.strikes = 0;
  replica.benches = 0;
};

/**
 * It answered 5xx, broke off or was too late. After five in a row it gets no requests for half a second, then with each
 * further failure twice as long, half a minute at most; but never more than half of an endpoint's ready replicas at once, so
 * that a lone one never is. One that a canary tries is judged by its errors: it must get its share.
 */
export const struck = (replica: Replica, nowMs: number): void => {
  const { endpoint } = replica;
  if (replica.benchedUntilMs > nowMs) return;
  replica.strikes = Math.min(replica.strikes + 1, STRIKES);
  if (replica.strikes < STRIKES || isTried(replica)) return;
  if (2 * (benchedOf(endpoint, nowMs) + 1) > endpoint.ready.length) return;
  replica.benchedUntilMs = nowMs + Math.min(FIRST_BENCH_MS * 2 ** replica.benches, LONGEST_BENCH_MS);
  replica.benches = Math.min(replica.benches + 1, MOST_BENCHES);
  endpoint.benchedUntilMs = Math.max(endpoint.benchedUntilMs, replica.benchedUntilMs);
};

const isTried = ({ endpoint: { rollout }, template }: Replica): boolean =>
  isCanary(rollout) && rollout.to === template;

const benchedOf = ({ ready }: Pick<Endpoint, 'ready'>, nowMs: number): number => {
  let count = 0;
  for (const { benchedUntilMs } of ready) if (benchedUntilMs > nowMs) count++;
  return count;
};

/**
 * Whether those that are left out are left out now. When they became more than half of the ready ones, since others went, or
 * when nobody else can be reached, all are in: a replica that fails is better than none.
 */
export const sparesBenched = (
  endpoint: Pick<Endpoint, 'ready' | 'benchedUntilMs'>,
  nowMs: number,
): boolean => {
  if (endpoint.benchedUntilMs <= nowMs) return false;
  const { ready } = endpoint;
  const isSomebodyIn = ready.some(
    ({ benchedUntilMs, ejectedUntilMs }) => benchedUntilMs <= nowMs && ejectedUntilMs <= nowMs,
  );
  return isSomebodyIn && 2 * benchedOf(endpoint, nowMs) <= ready.length;
};
