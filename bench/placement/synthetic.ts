import { type NodeOffer, NO_RULES, NO_WISHES } from '@tidegate/placement';
import type { Random } from './random.ts';
import type { Task } from './trace.ts';

/** A made-up cluster and workload that is unlike the recorded one in one respect. */
export type Family = Readonly<{
  name: string;
  nodes: readonly NodeKind[];
  /** Weighted sizes of GPU demands: [GPUs, thousandths of each]. */
  sizes: readonly (readonly [count: number, thousandths: number, weight: number])[];
  /** Cores and GiB of memory for a whole GPU: drawn between these. */
  coresPerGpu: readonly [number, number];
  gibPerGpu: readonly [number, number];
  /** Share of tasks without a GPU, of those with one that name a model. */
  cpuOnly: number;
  named: number;
}>;
type NodeKind = Readonly<{ count: number; model: string; gpus: number; cores: number; gib: number }>;

const plain: NodeKind[] = [
  { count: 60, model: 'a', gpus: 8, cores: 96, gib: 512 },
  { count: 60, model: 'b', gpus: 4, cores: 64, gib: 256 },
  { count: 60, model: 'c', gpus: 2, cores: 32, gib: 128 },
];

export const FAMILIES: readonly Family[] = [
  {
    name: 'few sizes',
    nodes: plain,
    sizes: [
      [1, 300, 4],
      [1, 450, 2],
      [1, 1000, 4],
      [4, 1000, 1],
    ],
    coresPerGpu: [8, 8],
    gibPerGpu: [40, 40],
    cpuOnly: 0.05,
    named: 0,
  },
  {
    name: 'models named',
    nodes: plain,
    sizes: [
      [1, 250, 3],
      [1, 500, 3],
      [1, 1000, 4],
      [2, 1000, 2],
      [4, 1000, 1],
    ],
    coresPerGpu: [4, 14],
    gibPerGpu: [20, 60],
    cpuOnly: 0.1,
    named: 0.6,
  },
  {
    name: 'many shares',
    nodes: plain,
    sizes: [100, 150, 180, 220, 260, 310, 350, 420, 480, 520, 610, 730, 850].map(
      (share) => [1, share, 1] as const,
    ),
    coresPerGpu: [6, 10],
    gibPerGpu: [30, 60],
    cpuOnly: 0.1,
    named: 0.1,
  },
  {
    name: 'little CPU',
    nodes: plain.map((kind) => ({ ...kind, cores: kind.cores / 2 })),
    sizes: [
      [1, 500, 3],
      [1, 1000, 5],
      [2, 1000, 2],
      [8, 1000, 0.4],
    ],
    coresPerGpu: [2, 12],
    gibPerGpu: [20, 60],
    cpuOnly: 0.25,
    named: 0.1,
  },
  {
    name: 'large groups',
    nodes: [
      { count: 100, model: 'a', gpus: 8, cores: 128, gib: 1024 },
      { count: 20, model: 'b', gpus: 4, cores: 64, gib: 256 },
    ],
    sizes: [
      [1, 1000, 5],
      [2, 1000, 3],
      [4, 1000, 2],
      [8, 1000, 2],
    ],
    coresPerGpu: [4, 16],
    gibPerGpu: [40, 120],
    cpuOnly: 0.05,
    named: 0.2,
  },
  {
    name: 'little memory',
    nodes: plain.map((kind) => ({ ...kind, gib: kind.gib / 2 })),
    sizes: [
      [1, 250, 3],
      [1, 500, 2],
      [1, 1000, 5],
      [2, 1000, 2],
    ],
    coresPerGpu: [3, 8],
    gibPerGpu: [8, 64],
    cpuOnly: 0.1,
    named: 0.1,
  },
];

export const nodesOf = ({ nodes }: Family): NodeOffer[] =>
  nodes.flatMap(({ count, model, gpus, cores, gib }) =>
    Array.from({ length: count }, (_, n) => ({
      nodeId: `${model}-${n}`,
      vcpuMillis: cores * 1000,
      memoryMib: gib * 1024,
      diskMib: 1_000_000,
      gpus: Array.from({ length: gpus }, (__, index) => ({ index, model, island: null })),
      zone: null,
      labels: {},
      taints: [],
    })),
  );

/** As many tasks as there are in a recorded trace, from 200 shapes. */
export const tasksOf = (family: Family, random: Random, count = 4000): Task[] => {
  const shapes = Array.from({ length: 200 }, (_, n) => taskOf(family, random, String(n)));
  return Array.from({ length: count }, (_, n) => ({
    ...shapes[random.below(200)]!,
    name: String(n),
  }));
};

const taskOf = (family: Family, random: Random, name: string): Task => {
  const between = ([from, to]: readonly [number, number]): number => from + random.next() * (to - from);
  const [count, thousandths] = random.next() < family.cpuOnly ? [0, 1000] : sizeOf(family, random);
  const gpus = Math.max(0.5, (count * thousandths) / 1000);
  const models = [...new Set(family.nodes.map(({ model }) => model))];
  const isNamed = count > 0 && random.next() < family.named;
  return {
    name,
    request: {
      amounts: {
        vcpuMillis: Math.max(250, Math.round((between(family.coresPerGpu) * gpus * 1000) / 250) * 250),
        memoryMib: Math.round(between(family.gibPerGpu) * gpus * 1024),
        diskMib: 0,
        gpuCount: count,
        gpuThousandths: thousandths,
        gpuModels: isNamed ? [models[random.below(models.length)]!] : null,
      },
      rules: NO_RULES,
      wishes: NO_WISHES,
    },
    gpuMilli: count * thousandths,
    fromSeconds: 0,
    toSeconds: 0,
  };
};

const sizeOf = ({ sizes }: Family, random: Random): readonly [number, number] => {
  let left = random.next() * sizes.reduce((sum, [, , weight]) => sum + weight, 0);
  for (const [count, thousandths, weight] of sizes) {
    left -= weight;
    if (left < 0) return [count, thousandths];
  }
  return [1, 1000];
};
