import type { ArgumentValues } from '../argument.ts';
import { gpuModelOf } from '../gpus.ts';
import type { Hardware } from '../hardware.ts';
import { GIB, MIB, inWords } from './model-size.ts';
import { type SizingNeed, adviceFor, cacheBytes, neededBytes, objectionTo, usableBytes } from './need.ts';

export interface HardwareFit {
  readonly hardwareId: string;
  readonly fits: boolean;
  /** GPUs that share each layer; null where the engine shares in another way, or there is nothing to share. */
  readonly tensorParallel: number | null;
  /** On each GPU, or in the machine’s memory when there is none. Null: it is out of the question. */
  readonly neededMib: number | null;
  readonly usableMib: number;
  /** Of what is usable; above 100 it does not fit. Null: it is out of the question. */
  readonly utilisationPercent: number | null;
  readonly priceNanoUsdPerHour: number;
  /** One sentence: why it fits, or why it does not. */
  readonly message: string;
  /** What the engine must be told on this hardware. */
  readonly engineArguments: ArgumentValues;
}

export interface RankOptions {
  /** By hardware id, instead of the catalogue’s. */
  readonly prices?: Readonly<Record<string, number>>;
  readonly isBfloat16?: boolean | null;
}

/** Weights are fetched beside what they replace; and the image is unpacked on the same disk. */
const DISK_PER_WEIGHTS = 1.2;

/** What a replica’s disk must hold: its weights with room to fetch them, and its image. */
export const diskMib = ({ framework, weightsBytes }: SizingNeed): number =>
  Math.ceil((weightsBytes * DISK_PER_WEIGHTS + framework.imageDiskGib * GIB) / MIB);

const shapeInWords = ({ gpuCount, title }: Hardware): string =>
  gpuCount === 0 ? `the memory of ${title}` : title;

const parts = (need: SizingNeed): string => {
  const cache = cacheBytes(need);
  const weights = `${inWords(need.weightsBytes)} of weights`;
  if (cache === 0) return weights;
  const each = need.concurrency === 1 ? '' : `${need.concurrency} x `;
  return `${weights} and ${inWords(cache)} of key-value cache for ${each}${need.contextTokens} tokens`;
};

const sentence = (need: SizingNeed, hardware: Hardware, [needed, usable]: [number, number]): string => {
  const shape = shapeInWords(hardware);
  if (needed <= usable)
    return `Fits: ${parts(need)} take ${percent(needed, usable)} % of what ${shape} offers.`;
  const where = hardware.gpuCount === 0 ? '' : ' on each GPU';
  return `Does not fit: ${parts(need)} need ${inWords(needed)}${where}, and ${shape} offers ${inWords(usable)}.`;
};

/** Rounded up: what fits to the last byte is 100 % and what lacks a byte is more. */
const percent = (needed: number, usable: number): number =>
  usable > 0 ? Math.min(999_999, Math.ceil((needed / usable) * 100)) : 999_999;

const unfit = (objection: string) => ({
  fits: false,
  tensorParallel: null,
  neededMib: null,
  utilisationPercent: null,
  message: `Does not fit: ${objection}.`,
  engineArguments: {},
});

const judged = (need: SizingNeed, hardware: Hardware, isBfloat16: boolean | null) => {
  const usable = usableBytes(hardware);
  const needed = neededBytes(need, hardware.gpuCount);
  const sharesLayers = need.framework.parallelism === 'tensor' && hardware.gpuCount > 0;
  const gpu = hardware.gpuModel === null ? null : gpuModelOf(hardware.gpuModel);
  return {
    fits: needed <= usable,
    tensorParallel: sharesLayers ? hardware.gpuCount : null,
    neededMib: Math.ceil(needed / MIB),
    utilisationPercent: percent(needed, usable),
    message: sentence(need, hardware, [needed, usable]),
    engineArguments: adviceFor(need, isBfloat16, gpu?.computeCapability ?? null),
  };
};

/** Whether one shape holds what is needed, and what it comes to. */
const fitOn = (
  need: SizingNeed,
  hardware: Hardware,
  { prices, isBfloat16 = null }: RankOptions,
): HardwareFit => {
  const objection = objectionTo(need, hardware);
  return {
    hardwareId: hardware.id,
    usableMib: Math.floor(usableBytes(hardware) / MIB),
    priceNanoUsdPerHour: prices?.[hardware.id] ?? hardware.priceNanoUsdPerHour,
    ...(objection === null ? judged(need, hardware, isBfloat16) : unfit(objection)),
  };
};

/** Every shape: those that fit first, by price; of equal price the one with fewer and less used GPUs. */
export const rankHardware = (
  need: SizingNeed,
  hardware: readonly Hardware[],
  options: RankOptions = {},
): HardwareFit[] =>
  hardware
    .map((shape) => ({ fit: fitOn(need, shape, options), gpuCount: shape.gpuCount }))
    .sort(
      (one, other) =>
        Number(other.fit.fits) - Number(one.fit.fits) ||
        one.fit.priceNanoUsdPerHour - other.fit.priceNanoUsdPerHour ||
        one.gpuCount - other.gpuCount,
    )
    .map(({ fit }) => fit);
