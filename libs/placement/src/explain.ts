import { allows } from './gpus.ts';
import type { Request } from './offer.ts';
import { GPUS_PER_NODE, type Pool } from './pool.ts';
import { ruledOut } from './rules.ts';
import type { Shape } from './shape.ts';

/** What keeps a request from a node, in words that follow the node’s name; null: nothing but its wishes might. */
export const obstacle = (
  pool: Pool,
  node: number,
  { rules, amounts }: Request,
  shape: Shape,
): string | null => {
  const offer = pool.offers[node]!;
  if (pool.open[node] === 0) return pool.closedWhy[node] ?? 'takes no new replicas';
  const rule = ruledOut(rules, offer);
  if (rule !== null) return rule;
  const gpus = shape.count === 0 ? null : gpuObstacle(pool, node, { shape, models: amounts.gpuModels });
  if (gpus !== null) return gpus;
  const [cpu, memory, disk] = [pool.cpu[node]!, pool.memory[node]!, pool.disk[node]!];
  if (cpu < shape.cpu) return `has ${inCores(cpu)} vCPU free, ${inCores(shape.cpu)} are needed`;
  if (memory < shape.memory) return `has ${memory} MiB of memory free, ${shape.memory} are needed`;
  if (disk < shape.disk) return `has ${disk} MiB of disk free, ${shape.disk} are needed`;
  return null;
};

const inCores = (millis: number): string => String(millis / 1000);

const gpuObstacle = (
  pool: Pool,
  node: number,
  { shape, models }: Readonly<{ shape: Shape; models: readonly string[] | null }>,
): string | null => {
  if (pool.firstRun(shape, node) >= 0) return null;
  const begin = node * GPUS_PER_NODE;
  let [fitting, enough] = [0, 0];
  for (let slot = begin; slot < begin + pool.gpus[node]!; slot++)
    if (allows(shape, pool.model[slot]!)) {
      fitting++;
      if (pool.left[slot]! >= shape.milli) enough++;
    }
  const name = models === null ? 'GPU' : models.join(' or ');
  if (fitting === 0) return `has no ${name}`;
  const needed = `${shape.count} are needed`;
  if (fitting < shape.count) return `has ${fitting} ${name}, ${needed}`;
  return `${enough} of its ${fitting} ${name} have room, ${needed}`;
};

/** How many nodes each obstacle keeps away, the most frequent first, in one sentence. */
export const whyNowhere = (obstacles: readonly string[]): string => {
  if (obstacles.length === 0) return 'the cluster has no node';
  const counts = new Map<string, number>();
  for (const one of obstacles) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, MOST_NAMED)
    .map(([one, count]) => `${count} ${count === 1 ? 'node' : 'nodes'}: ${one}`)
    .join('; ');
};
const MOST_NAMED = 3;
