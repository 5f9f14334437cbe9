import {
  type Constants,
  HEADWAY,
  type Policy,
  Replay,
  Simulation,
  type Summary,
  summaryOf,
  TERMS,
  type Terms,
} from '@tidegate/scaling';
import { Random } from '../placement/random.ts';
import { Cortex, Hpa, Keda, Kpa, RayServe, RunPodCount, RunPodDelay, SkyServe } from './peers.ts';
import { ENGINE, gauss, type Workload } from './workloads.ts';

export type Competitor = (workload: Workload) => Policy;

export const KPA: Competitor = () => new Kpa();

export const PEERS: Readonly<Record<string, Competitor>> = {
  kpa: KPA,
  hpa: () => new Hpa(),
  keda: () => new Keda(),
  ray: () => new RayServe(),
  sky: (workload) => new SkyServe(workload),
  runpodCount: () => new RunPodCount(),
  runpodDelay: () => new RunPodDelay(),
  cortex: () => new Cortex(),
};

/** The defaults as shipped, but for the bound and the slots that the contest sets. */
export const ours =
  (terms: Partial<Terms> = {}, constants: Constants = HEADWAY): Competitor =>
  ({ maxReplicas }) =>
    new Replay(
      { ...TERMS, maxReplicas, rules: [{ metric: 'concurrency', target: ENGINE.slots }], ...terms },
      constants,
    );

const SIGMA = 0.25;

export const compete = (
  workload: Workload,
  competitor: Competitor,
  { startSeconds, seed }: Readonly<{ startSeconds: number; seed: number }>,
): Summary => {
  const random = new Random(seed);
  const { maxReplicas, warmReplicas, countedFrom } = workload;
  const world = {
    engine: ENGINE,
    maxReplicas,
    warmReplicas,
    countedFrom,
    drawStartSeconds: () => startSeconds * Math.exp(SIGMA * gauss(random) - SIGMA ** 2 / 2),
  };
  return summaryOf(new Simulation(workload, world, competitor(workload)).run(), workload, world);
};

/** Of the same runs with different seeds. */
export const meanOf = (summaries: readonly Summary[]): Summary => {
  const [first] = summaries;
  if (!first) throw new Error('no run to take the mean of');
  const names = Object.keys(first) as (keyof Summary)[];
  return Object.fromEntries(
    names.map((name) => [name, summaries.reduce((sum, one) => sum + one[name], 0) / summaries.length]),
  ) as Summary;
};
