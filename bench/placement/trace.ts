import { readFile } from 'node:fs/promises';
import { type NodeOffer, type Request, NO_RULES, NO_WISHES } from '@tidegate/placement';
import type { Random } from './random.ts';

/** A task of a trace: what it asks for, and when it came and went, in seconds of the trace. */
export type Task = Readonly<{
  name: string;
  request: Request;
  gpuMilli: number;
  fromSeconds: number;
  toSeconds: number;
}>;

const rowsOf = async (path: string): Promise<Record<string, string>[]> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(`no recording at ${path}: set TIDEGATE_TRACES, or give --nodes FILE --pods FILE…`);
  });
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
};

/** Columns `sn, cpu_milli, memory_mib, gpu, model`. */
export const readNodes = async (path: string): Promise<NodeOffer[]> =>
  (await rowsOf(path)).map((row) => ({
    nodeId: row['sn'] ?? '',
    vcpuMillis: Number(row['cpu_milli']),
    memoryMib: Number(row['memory_mib']),
    diskMib: 1_000_000,
    gpus: Array.from({ length: Number(row['gpu']) }, (_, index) => ({
      index,
      model: row['model'] ?? '',
      island: null,
    })),
    zone: null,
    labels: {},
    taints: [],
  }));

/** Columns `name, cpu_milli, memory_mib, num_gpu, gpu_milli` and, where there are any, `gpu_spec, creation_time, deletion_time`. */
export const readTasks = async (path: string): Promise<Task[]> =>
  (await rowsOf(path)).map(taskOf).toSorted((a, b) => (a.name < b.name ? -1 : 1));

const taskOf = (row: Record<string, string>): Task => {
  const gpuCount = Number(row['num_gpu']);
  const gpuThousandths = gpuCount > 0 ? Number(row['gpu_milli']) : 1000;
  const models = row['gpu_spec'] ? row['gpu_spec'].split('|') : null;
  return {
    name: row['name'] ?? '',
    request: {
      amounts: {
        // Kubernetes takes a missing CPU request for 100 millis.
        vcpuMillis: Number(row['cpu_milli']) || 100,
        memoryMib: Number(row['memory_mib']),
        diskMib: 0,
        gpuCount,
        gpuThousandths,
        gpuModels: gpuCount > 0 ? models : null,
      },
      rules: NO_RULES,
      wishes: NO_WISHES,
    },
    gpuMilli: gpuCount * gpuThousandths,
    fromSeconds: Number(row['creation_time'] ?? 0),
    toSeconds: Number(row['deletion_time'] ?? 0),
  };
};

export const gpuMilliOf = (nodes: readonly NodeOffer[]): number =>
  nodes.reduce((sum, { gpus }) => sum + 1000 * gpus.length, 0);

/** Shuffled, then filled up with tasks drawn with replacement until the next one would pass `load` times the capacity. */
export const arrivalsOf = (
  tasks: readonly Task[],
  capacity: number,
  load: number,
  random: Random,
): Task[] => {
  const order = random.shuffled(tasks);
  const goal = load * capacity;
  let total = order.reduce((sum, { gpuMilli }) => sum + gpuMilli, 0);
  while (total > goal) {
    const [gone] = order.splice(random.below(order.length), 1);
    total -= gone?.gpuMilli ?? 0;
  }
  for (;;) {
    const task = tasks[random.below(tasks.length)]!;
    // The published experiment tests the figure per GPU.
    if (total + (task.gpuMilli === 0 ? 0 : task.request.amounts.gpuThousandths) > goal) return order;
    total += task.gpuMilli;
    order.push(task);
  }
};
