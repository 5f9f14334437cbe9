import type { ScalingSpec, SimulatedPolicy } from '@tidegate/contracts';
import { HEADWAY, Replay, type Recording, Simulation, summaryOf } from '@tidegate/scaling';

/** Everything a replay needs. Plain data, so that another thread can be given it. */
export type ReplayJob = Readonly<{
  recording: Recording;
  /** Seconds since the epoch. */
  beganAtSeconds: number;
  /** What comes before is for warming up, and not counted. */
  countedFrom: number;
  policies: readonly Readonly<{ name: string; scaling: ScalingSpec; slots: number }>[];
  /** How long the replicas take to start: one after the other, and again from the first. Empty: as is assumed of a new endpoint. */
  startSeconds: readonly number[];
  seriesPoints: number;
}>;

export type Replayed = Readonly<{ bucketSeconds: number; policies: readonly SimulatedPolicy[] }>;

/** Each policy by the code that decides live, on the same recording. The same job gives the same answer. */
export const replayed = (job: ReplayJob): Replayed => {
  const runs = job.policies.map((policy) => runOf(job, policy));
  return { bucketSeconds: runs[0]?.bucketSeconds ?? 1, policies: runs.map(({ policy }) => policy) };
};

const runOf = (
  job: ReplayJob,
  { name, scaling, slots }: ReplayJob['policies'][number],
): Readonly<{ policy: SimulatedPolicy; bucketSeconds: number }> => {
  const { recording, beganAtSeconds, countedFrom, seriesPoints } = job;
  const most = mostReplicasOf(scaling);
  const world = {
    engine: { slots, slowdown: 0 },
    maxReplicas: most,
    warmReplicas: Math.min(most, Math.max(scaling.minReplicas, beginsBusy(recording) ? 1 : 0)),
    drawStartSeconds: drawn(job.startSeconds),
    countedFrom,
    seriesPoints,
  };
  const run = new Simulation(recording, world, new Replay(scaling, HEADWAY, beganAtSeconds)).run();
  const summary = summaryOf(run, recording, world);
  const { bucketSeconds, ...series } = run.series?.columns() ?? NOTHING;
  const share = (part: number): number | null => (summary.requests > 0 ? part : null);
  const policy = {
    name,
    replicaSeconds: summary.gpuSeconds,
    coldStarts: summary.coldStarts,
    coldRequests: summary.coldRequests,
    starts: summary.starts,
    changesPerHour: summary.changesPerHour,
    mostReplicas: run.series?.mostReplicas ?? summary.mostReplicas,
    waitSeconds: { p50: summary.p50, p95: summary.p95, p99: summary.p99, mean: summary.meanWait },
    within1s: share(summary.within1),
    within5s: share(summary.within5),
    series,
  };
  return { bucketSeconds, policy: policy as SimulatedPolicy };
};

const NOTHING = { bucketSeconds: 1, arrivals: [], replicas: [], ready: [], inFlight: [], waiting: [] };

/** Something comes within the first minute: somebody was probably being served. */
const beginsBusy = ({ arrivesAt }: Recording): boolean => (arrivesAt[0] ?? Infinity) < 60;

const mostReplicasOf = ({ maxReplicas, minReplicas, schedules }: ScalingSpec): number =>
  Math.max(
    maxReplicas,
    minReplicas,
    ...schedules.map((schedule) => Math.max(schedule.maxReplicas ?? 0, schedule.minReplicas ?? 0)),
  );

const drawn = (startSeconds: readonly number[]): (() => number) => {
  let next = 0;
  return () => startSeconds[next++ % startSeconds.length] ?? HEADWAY.firstStartSeconds;
};
