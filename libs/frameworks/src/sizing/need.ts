import type { ArgumentValues } from '../argument.ts';
import { gpusOf } from '../catalogue.ts';
import { gpuObjection } from '../compatibility.ts';
import type { DriverKind, Framework } from '../framework.ts';
import type { Hardware } from '../hardware.ts';
import { type Attention, type Sharing, cacheBytesPerGpu, canShare } from './attention.ts';
import { GIB, MIB } from './model-size.ts';

/** What must be in memory at once for a model to be served. */
export interface SizingNeed {
  readonly framework: Framework;
  /** Null: the best driver. */
  readonly driver: DriverKind | null;
  readonly quantization: string | null;
  readonly weightsBytes: number;
  readonly attention: Attention;
  readonly cacheBytesPerElement: number;
  /** Of each request. */
  readonly contextTokens: number;
  /** Requests whose whole context fits at the same time. */
  readonly concurrency: number;
}

/** A GPU’s memory is not filled to the brim, and each process on it holds libraries and buffers of its own. */
export const GPU_SHARE = 0.9;
export const GPU_CONTEXT_BYTES = GIB;
/** The program itself, on a machine without GPUs. */
export const PROGRAM_BYTES = 128 * MIB;

const DEGREES = [1, 2, 4, 8];

export const cacheBytes = (need: SizingNeed, sharing: Sharing = { degree: 1, by: 'layers' }): number =>
  need.concurrency * cacheBytesPerGpu(need.attention, need.contextTokens, need.cacheBytesPerElement, sharing);

/** What one GPU of it offers, or the machine when it has none. */
export const usableBytes = ({ gpuCount, gpuMemoryMib, memoryMib }: Hardware): number =>
  gpuCount === 0
    ? Math.max(0, memoryMib * MIB * GPU_SHARE - PROGRAM_BYTES)
    : gpuMemoryMib * MIB * GPU_SHARE - GPU_CONTEXT_BYTES;

/** What each of so many GPUs must hold. */
export const neededBytes = (need: SizingNeed, gpuCount: number): number => {
  const degree = Math.max(1, gpuCount);
  const by = need.framework.parallelism === 'tensor' ? 'heads' : 'layers';
  return need.weightsBytes / degree + cacheBytes(need, { degree, by });
};

const cpuObjection = ({ framework, driver }: SizingNeed): string | null =>
  gpusOf(framework, driver) === 'required' ? `${framework.title} needs a GPU` : null;

const sharingObjection = ({ framework, attention }: SizingNeed, gpuCount: number): string | null => {
  switch (framework.parallelism) {
    case 'none':
      return gpuCount === 1
        ? null
        : `${framework.title} uses one GPU: the others would be paid for and not used`;
    case 'tensor':
      return DEGREES.includes(gpuCount) && canShare(attention, gpuCount)
        ? null
        : `${gpuCount} GPUs cannot share its ${attention.heads ?? ''} attention heads${attention.kvHeads === null ? '' : ` (${attention.kvHeads} for keys and values)`} evenly`;
    case 'layers':
    case 'unknown':
      return null;
  }
};

/** Why this hardware is out of the question, whatever its memory; null when it is not. */
export const objectionTo = (need: SizingNeed, { gpuCount, gpuModel }: Hardware): string | null => {
  if (gpuCount === 0) return cpuObjection(need);
  if (gpusOf(need.framework, need.driver) === 'none')
    return `${need.framework.title} runs on the CPU here: the GPU would be paid for and not used`;
  return gpuObjection(need.framework, need.quantization, gpuModel) ?? sharingObjection(need, gpuCount);
};

/** An engine argument with one of these choices computes in 16-bit floats that every GPU knows. */
const HALVES = ['half', 'float16'];
const FIRST_WITH_BFLOAT16 = 80;

/** A type and a quantization exclude each other in some engines. */
const mayChooseType = ({ framework, quantization }: SizingNeed): boolean =>
  framework.context !== null && (quantization === null || framework.quantization?.argument !== 'quantize');

/** What the engine must be told on such GPUs and not on others. */
export const adviceFor = (
  need: SizingNeed,
  isBfloat16: boolean | null,
  computeCapability: number | null,
): ArgumentValues => {
  const isNew = computeCapability === null || computeCapability >= FIRST_WITH_BFLOAT16;
  if (isNew || isBfloat16 === false || !mayChooseType(need)) return {};
  const dtype = need.framework.engineArguments.find(({ name }) => name === 'dtype');
  const half = dtype?.type === 'select' ? HALVES.find((choice) => dtype.choices.includes(choice)) : undefined;
  return half === undefined ? {} : { dtype: half };
};
