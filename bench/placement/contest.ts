import {
  BestFit,
  type NodeOffer,
  Placer,
  type Policy,
  type Pool,
  Potential,
  Shapes,
} from '@tidegate/placement';
import { Fgd, typicalOf } from './fgd.ts';
import { Anywhere, GpuPacking } from './peers.ts';
import { Random } from './random.ts';
import { type Task, arrivalsOf, gpuMilliOf } from './trace.ts';

/** Makes one competitor for one run. */
export type Competitor = (pool: Pool, tasks: readonly Task[], seed: number) => Policy;

export const OURS: Competitor = (pool) => new Potential(pool);

export const PEERS = {
  random: (pool, _, seed) => new Anywhere(pool, new Random(seed + 1000)),
  // As published: shares of the largest node of the recording.
  bestfit: (pool) => new BestFit(pool, { vcpuMillis: 128_000, gpuMilli: 8000 }),
  packing: (pool) => new GpuPacking(pool),
  fgd: (pool, tasks) => {
    const shapes = new Shapes(pool.models);
    return new Fgd(pool, typicalOf(tasks.map(({ request }) => shapes.of(request.amounts))));
  },
} satisfies Record<string, Competitor>;

/** Ties go to the first node: an order of the nodes that is in favour of nobody. */
export const nodesFor = (nodes: readonly NodeOffer[], seed: number): NodeOffer[] =>
  new Random(seed ^ 0x5bd1e995).shuffled(nodes);

export type Pass = Readonly<{
  /** GPU thousandths allocated at the end, in percent of all. */
  allocatedPercent: number;
  /** Of each decision. */
  millis: Float64Array;
}>;

/** The published experiment: everything arrives once, nothing leaves, what fits nowhere is dropped, what fits somewhere is placed. */
export const pass = (
  nodes: readonly NodeOffer[],
  tasks: readonly Task[],
  seed: number,
  competitor: Competitor,
): Pass => {
  const capacity = gpuMilliOf(nodes);
  const order = arrivalsOf(tasks, capacity, 1.3, new Random(seed));
  let policy: Policy | undefined;
  const placer = new Placer(nodesFor(nodes, seed), (pool) => (policy = competitor(pool, tasks, seed)));
  const choose = chooserOf(placer, policy);
  const millis = new Float64Array(order.length);
  let allocated = 0;
  for (const [n, { request, gpuMilli }] of order.entries()) {
    const startedAt = performance.now();
    placer.arrived(request);
    const place = choose(request);
    if (place) placer.hold({ id: String(n), place, request, priority: 0 });
    millis[n] = performance.now() - startedAt;
    if (place) allocated += gpuMilli;
  }
  return { allocatedPercent: (100 * allocated) / capacity, millis };
};

/** Chance asks no order of the nodes. */
export const chooserOf = (placer: Placer, policy: Policy | undefined): Placer['choose'] =>
  policy instanceof Anywhere
    ? ({ amounts }) => {
        const shape = placer.shapes.of(amounts);
        const node = policy.pick(shape);
        return node < 0 ? null : placer.placeOn(node, policy.slots(shape, node));
      }
    : (request) => placer.choose(request);

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
