/** What is known of a GPU model. */
export interface GpuModel {
  readonly id: string;
  readonly title: string;
  /** As sold. A driver reports a little less, so a GPU is matched by its model and never by its memory. */
  readonly memoryMib: number;
  readonly nvlink: boolean;
  /** Into how many isolated parts it can be cut (MIG); 0: it cannot. */
  readonly migSlices: number;
  /** CUDA compute capability in tenths: 75 is 7.5, Turing. */
  readonly computeCapability: number;
  /** Matches the name that the driver gives it, and the short name that people use. */
  readonly names: RegExp;
}

const gib = (count: number): number => count * 1024;

/** In this order: the first whose names match is meant. */
export const GPU_MODELS: readonly GpuModel[] = [
  {
    id: 't4',
    title: 'NVIDIA T4',
    memoryMib: gib(16),
    nvlink: false,
    migSlices: 0,
    computeCapability: 75,
    names: /\bT4\b/i,
  },
  {
    id: 'l4',
    title: 'NVIDIA L4',
    memoryMib: gib(24),
    nvlink: false,
    migSlices: 0,
    computeCapability: 89,
    names: /\bL4\b/i,
  },
  {
    id: 'a10g',
    title: 'NVIDIA A10G',
    memoryMib: gib(24),
    nvlink: false,
    migSlices: 0,
    computeCapability: 86,
    names: /\bA10G\b/i,
  },
  {
    id: 'rtx4090',
    title: 'NVIDIA RTX 4090',
    memoryMib: gib(24),
    nvlink: false,
    migSlices: 0,
    computeCapability: 89,
    names: /\bRTX[ -]?4090\b/i,
  },
  {
    id: 'v100',
    title: 'NVIDIA V100',
    memoryMib: gib(16),
    nvlink: true,
    migSlices: 0,
    computeCapability: 70,
    names: /\bV100\b/i,
  },
  {
    id: 'a100-80',
    title: 'NVIDIA A100 80 GB',
    memoryMib: gib(80),
    nvlink: true,
    migSlices: 7,
    computeCapability: 80,
    names: /\bA100\b.*\b80/i,
  },
  {
    id: 'a100-40',
    title: 'NVIDIA A100 40 GB',
    memoryMib: gib(40),
    nvlink: true,
    migSlices: 7,
    computeCapability: 80,
    names: /\bA100\b/i,
  },
  {
    id: 'l40s',
    title: 'NVIDIA L40S',
    memoryMib: gib(48),
    nvlink: false,
    migSlices: 0,
    computeCapability: 89,
    names: /\bL40S\b/i,
  },
  {
    id: 'h100',
    title: 'NVIDIA H100',
    memoryMib: gib(80),
    nvlink: true,
    migSlices: 7,
    computeCapability: 90,
    names: /\bH100\b/i,
  },
  {
    id: 'h200',
    title: 'NVIDIA H200',
    memoryMib: gib(141),
    nvlink: true,
    migSlices: 7,
    computeCapability: 90,
    names: /\bH200\b/i,
  },
  {
    id: 'b200',
    title: 'NVIDIA B200',
    memoryMib: gib(192),
    nvlink: true,
    migSlices: 7,
    computeCapability: 100,
    names: /\bB200\b/i,
  },
];

export const gpuModelOf = (id: string): GpuModel | null =>
  GPU_MODELS.find((model) => model.id === id) ?? null;

/** The model that a driver's name ("NVIDIA H100 80GB HBM3") or a short name ("H100") means; null: not in the table. */
export const recogniseGpu = (name: string): GpuModel | null =>
  gpuModelOf(name.toLowerCase()) ?? GPU_MODELS.find(({ names }) => names.test(name)) ?? null;
