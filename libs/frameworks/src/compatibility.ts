import type { Framework, Quantization } from './framework.ts';
import { type GpuModel, gpuModelOf } from './gpus.ts';
import { nearestName } from './nearest.ts';
import type { Problem } from './problem.ts';

/** What the framework knows by this name; null: nothing. */
export const quantizationOf = (framework: Framework, id: string | null): Quantization | null =>
  framework.quantization?.choices.find((known) => known.id === id) ?? null;

const unknownQuantization = ({ title, quantization }: Framework, given: string): string => {
  if (quantization === null) return `${title} takes no quantization: its weights are as they are`;
  const ids = quantization.choices.map(({ id }) => id);
  const nearest = nearestName(given, ids);
  return `${title} knows ${nearest === null ? ids.join(', ') : `${nearest}, and not ${given.slice(0, 64)}`}`;
};

/** What is wrong with an endpoint's quantization: none that the framework knows, or another than its arguments say. */
export const checkQuantization = (
  framework: Framework,
  quantization: string | null,
  engineArguments: Readonly<Record<string, unknown>>,
): Problem[] => {
  if (quantization === null) return [];
  const pointer = '/quantization';
  const known = quantizationOf(framework, quantization);
  if (known === null) return [{ pointer, message: unknownQuantization(framework, quantization) }];
  const argument = framework.quantization?.argument ?? '';
  const said = Object.hasOwn(engineArguments, argument) ? engineArguments[argument] : undefined;
  const agrees = said === undefined || said === known.passes || said === known.id;
  return agrees
    ? []
    : [
        {
          pointer,
          message: `is ${quantization}, but the engine argument ${argument} says ${JSON.stringify(said)}`,
        },
      ];
};

/** Whether the framework serves the task. */
export const checkTask = ({ title, tasks }: Framework, task: string | null): Problem[] =>
  task === null || tasks === 'any' || tasks.some((known) => known === task)
    ? []
    : [{ pointer: '/task', message: `${title} serves ${tasks.join(', ')}` }];

/** A framework without an image of its own needs its user's. */
export const checkImage = (framework: Framework, image: object | null): Problem[] =>
  image === null && framework.image === null && framework.launch.process === undefined
    ? [{ pointer: '/image', message: `must be given: ${framework.title} has none of its own` }]
    : [];

const capability = (tenths: number): string => (tenths / 10).toFixed(1);

const tooOld = (what: string, needs: number, gpu: GpuModel): string | null =>
  gpu.computeCapability >= needs
    ? null
    : `${what} needs CUDA compute capability ${capability(needs)}, and ${gpu.title} has ${capability(gpu.computeCapability)}`;

const imageObjection = ({ image, title }: Framework, gpu: GpuModel): string | null =>
  image !== null && image.gpu === null && image.byGpuModel[gpu.id] === undefined
    ? `${title} has no image for ${gpu.title}`
    : null;

/** Why the framework, or the quantization, cannot run on this GPU model; null when it can, or nothing is known. */
export const gpuObjection = (
  framework: Framework,
  quantization: string | null,
  gpuModel: string | null,
): string | null => {
  const gpu = gpuModel === null ? null : gpuModelOf(gpuModel);
  if (gpu === null) return null;
  const needs = quantizationOf(framework, quantization)?.minComputeCapability ?? 0;
  return (
    imageObjection(framework, gpu) ??
    tooOld(framework.title, framework.minComputeCapability ?? 0, gpu) ??
    tooOld(`quantization ${quantization ?? ''} in ${framework.title}`, needs, gpu)
  );
};

/** The same as a problem of the hardware field. */
export const checkGpu = (
  framework: Framework,
  quantization: string | null,
  gpuModel: string | null,
): Problem[] => {
  const message = gpuObjection(framework, quantization, gpuModel);
  return message === null ? [] : [{ pointer: '/hardware', message }];
};
