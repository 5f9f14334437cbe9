import type { Recording, Simulation, World } from './simulation.ts';

/** What a run cost and how its callers fared. Seconds, but for counts and shares. */
export type Summary = Readonly<{
  requests: number;
  gpuSeconds: number;
  p50: number;
  p95: number;
  p99: number;
  meanWait: number;
  /** Shares of the requests that were dispatched within so many seconds. */
  within1: number;
  within5: number;
  coldRequests: number;
  coldStarts: number;
  starts: number;
  changesPerHour: number;
  mostReplicas: number;
  meanServiceSeconds: number;
}>;

export const summaryOf = (run: Simulation, recording: Recording, { countedFrom }: World): Summary => {
  const { arrivesAt, seconds } = recording;
  let first = 0;
  while (first < arrivesAt.length && arrivesAt[first]! < countedFrom) first++;
  // Who was never served waits still.
  const waits = run.waits.slice(first).map((wait, n) => (wait < 0 ? run.now - arrivesAt[first + n]! : wait));
  waits.sort();
  const count = waits.length;
  const at = (share: number): number =>
    waits[Math.min(count - 1, Math.max(0, Math.ceil(share * count) - 1))] ?? 0;
  const share = (limit: number): number => waits.findLastIndex((wait) => wait <= limit) + 1;
  return {
    requests: count,
    gpuSeconds: run.gpuSeconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    meanWait: waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, count),
    within1: share(1) / Math.max(1, count),
    within5: share(5) / Math.max(1, count),
    coldRequests: run.coldRequests,
    coldStarts: run.coldStarts,
    starts: run.starts,
    changesPerHour: run.changes / ((seconds - countedFrom) / 3600),
    mostReplicas: run.mostReplicas,
    meanServiceSeconds: run.servedSeconds / Math.max(1, run.finished),
  };
};
