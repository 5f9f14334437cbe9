import type { Gpu } from '@tidegate/contracts';
import { GPU_MODELS, type GpuModel, machineAround, recogniseGpu } from '@tidegate/frameworks';

export type SimulatedMachine = Readonly<{ gpus: Gpu[]; vcpuMillis: number; memoryMib: number }>;

const MOST = 64;
const problem = (what: string): never => {
  throw new Error(`TIDEGATE_SIMULATE_GPUS: ${what}; it looks like 8xH100,2xL4`);
};

/**
 * GPUs that are only said to be there, from text like `8xH100,2xL4`, and the CPU and memory of the machine around them:
 * a replica with GPUs asks for more of both than the machine that simulates them has.
 * @throws Error that names the variable when the text is none, or a model is not in the catalogue
 */
export const simulatedMachine = (text: string): SimulatedMachine => {
  const groups = text.trim() === '' ? [] : text.split(',').map(groupOf);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  if (count > MOST) problem(`${String(count)} GPUs are more than the ${String(MOST)} that one node may have`);
  const models = groups.flatMap((group) => Array.from({ length: group.count }, () => group.model));
  const around = groups.map((group) => machineAround(group.model.id, group.count));
  return {
    gpus: models.map(({ id, memoryMib, nvlink }, index) => ({
      index,
      model: id,
      memoryMib,
      simulated: true,
      // NVLinks join GPUs of one model.
      island: nvlink ? `nvlink-${id}` : `gpu-${String(index)}`,
    })),
    vcpuMillis: around.reduce((sum, machine) => sum + (machine?.vcpuMillis ?? 0), 0),
    memoryMib: around.reduce((sum, machine) => sum + (machine?.memoryMib ?? 0), 0),
  };
};

const groupOf = (part: string): { count: number; model: GpuModel } => {
  const [, count, name] = /^\s*(\d{1,3})\s*x\s*(\S.{0,60}?)\s*$/i.exec(part) ?? [];
  if (count === undefined || name === undefined || Number(count) === 0)
    return problem(`cannot read ${JSON.stringify(part.trim().slice(0, 80))}`);
  const known = GPU_MODELS.map(({ id }) => id).join(', ');
  return {
    count: Number(count),
    model: recogniseGpu(name) ?? problem(`${JSON.stringify(name)} is not a known GPU (${known})`),
  };
};
