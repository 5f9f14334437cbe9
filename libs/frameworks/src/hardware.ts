import { gpuModelOf } from './gpus.ts';

/** A sellable shape: what one replica holds while it lives. */
export interface Hardware {
  readonly id: string;
  readonly title: string;
  /** Null: CPU only. */
  readonly gpuModel: string | null;
  readonly gpuCount: number;
  /** Of one GPU. */
  readonly gpuMemoryMib: number;
  /** Thousandths of a core. */
  readonly vcpuMillis: number;
  readonly memoryMib: number;
  /** Billionths of a dollar; a multiple of 3600, so that the price of a second is whole too. */
  readonly priceNanoUsdPerHour: number;
  /** Cheaper, and taken back whenever anybody who pays in full wants the room. */
  readonly spot: boolean;
}

interface GpuOffer {
  readonly model: string;
  readonly counts: readonly number[];
  /** What comes with each GPU. */
  readonly vcpuMillis: number;
  readonly memoryMib: number;
  readonly priceNanoUsdPerHour: number;
}

/** 0.036 dollars an hour are 10,000 billionths a second: prices are multiples of it. */
const STEP_NANO_USD_PER_HOUR = 36_000_000;
const steps = (count: number): number => count * STEP_NANO_USD_PER_HOUR;
const gib = (count: number): number => count * 1024;

/**
 * `cpu-1x` is a small share of a machine, a quarter of a core: a laptop with two cores holds several replicas of a
 * small model beside everything else.
 */
const CPU_HARDWARE: readonly Hardware[] = [1, 2, 4].map((count) => ({
  id: `cpu-${count}x`,
  title: `CPU ${count}x (${count / 4} vCPU)`,
  gpuModel: null,
  gpuCount: 0,
  gpuMemoryMib: 0,
  vcpuMillis: 250 * count,
  memoryMib: 256 * count,
  priceNanoUsdPerHour: (count * STEP_NANO_USD_PER_HOUR) / 10,
  spot: false,
}));

const GPU_OFFERS: readonly GpuOffer[] = [
  { model: 't4', counts: [1, 2, 4], vcpuMillis: 4000, memoryMib: gib(14), priceNanoUsdPerHour: steps(12) },
  { model: 'l4', counts: [1, 2, 4, 8], vcpuMillis: 7000, memoryMib: gib(28), priceNanoUsdPerHour: steps(21) },
  { model: 'a10g', counts: [1, 2, 4], vcpuMillis: 6000, memoryMib: gib(28), priceNanoUsdPerHour: steps(28) },
  {
    model: 'rtx4090',
    counts: [1, 2, 4, 8],
    vcpuMillis: 8000,
    memoryMib: gib(32),
    priceNanoUsdPerHour: steps(18),
  },
  {
    model: 'v100',
    counts: [1, 2, 4, 8],
    vcpuMillis: 6000,
    memoryMib: gib(48),
    priceNanoUsdPerHour: steps(36),
  },
  {
    model: 'a100-40',
    counts: [1, 2, 4, 8],
    vcpuMillis: 11_000,
    memoryMib: gib(80),
    priceNanoUsdPerHour: steps(54),
  },
  {
    model: 'a100-80',
    counts: [1, 2, 4, 8],
    vcpuMillis: 11_000,
    memoryMib: gib(120),
    priceNanoUsdPerHour: steps(69),
  },
  {
    model: 'l40s',
    counts: [1, 2, 4, 8],
    vcpuMillis: 8000,
    memoryMib: gib(60),
    priceNanoUsdPerHour: steps(50),
  },
  {
    model: 'h100',
    counts: [1, 2, 4, 8],
    vcpuMillis: 22_000,
    memoryMib: gib(180),
    priceNanoUsdPerHour: steps(110),
  },
  {
    model: 'h200',
    counts: [1, 2, 4, 8],
    vcpuMillis: 22_000,
    memoryMib: gib(220),
    priceNanoUsdPerHour: steps(138),
  },
  {
    model: 'b200',
    counts: [1, 2, 4, 8],
    vcpuMillis: 26_000,
    memoryMib: gib(240),
    priceNanoUsdPerHour: steps(175),
  },
];

const hardwareOfOffer = ({ model, counts, ...each }: GpuOffer): Hardware[] =>
  counts.map((count) => ({
    id: `${model}-${count}x`,
    title: `${count} x ${gpuModelOf(model)?.title ?? model}`,
    gpuModel: model,
    gpuCount: count,
    gpuMemoryMib: gpuModelOf(model)?.memoryMib ?? 0,
    vcpuMillis: each.vcpuMillis * count,
    memoryMib: each.memoryMib * count,
    priceNanoUsdPerHour: each.priceNanoUsdPerHour * count,
    spot: false,
  }));

/** Tenths of the full price that spot hardware costs: less than half, because nobody may count on it. */
export const SPOT_TENTHS_OF_PRICE = 4;

const spotOf = (hardware: Hardware): Hardware => ({
  ...hardware,
  id: `${hardware.id}-spot`,
  title: `${hardware.title} (spot)`,
  priceNanoUsdPerHour: (hardware.priceNanoUsdPerHour / 10) * SPOT_TENTHS_OF_PRICE,
  spot: true,
});

/** What is kept by whoever has it: the CPU ones first, then by GPU model. */
export const LASTING_HARDWARE: readonly Hardware[] = [
  ...CPU_HARDWARE,
  ...GPU_OFFERS.flatMap(hardwareOfOffer),
];

/** Every shape that can be sold: the lasting ones, then the same with GPUs once more as spot. */
export const HARDWARE: readonly Hardware[] = [
  ...LASTING_HARDWARE,
  ...LASTING_HARDWARE.filter(({ gpuCount }) => gpuCount > 0).map(spotOf),
];

export const hardwareOf = (id: string): Hardware | null => HARDWARE.find((shape) => shape.id === id) ?? null;

/**
 * The CPU and memory that a machine with so many GPUs has beside them: what a simulated machine must claim, or none
 * of its GPUs could be placed on.
 */
export const machineAround = (
  gpuModel: string,
  gpuCount: number,
): { readonly vcpuMillis: number; readonly memoryMib: number } | null => {
  const offer = GPU_OFFERS.find(({ model }) => model === gpuModel);
  if (offer === undefined) return null;
  return { vcpuMillis: offer.vcpuMillis * gpuCount, memoryMib: offer.memoryMib * gpuCount };
};
