import {
  FRAMEWORKS,
  type Framework,
  HARDWARE,
  type Hardware,
  canLaunch,
  gpuModelOf,
  gpusOf,
} from '@tidegate/frameworks';
import { z } from 'zod';

export const HardwareView = z.object({
  id: z.string(),
  title: z.string(),
  gpuModel: z.string().nullable(),
  gpuTitle: z.string().nullable(),
  gpuCount: z.int(),
  /** Of one GPU. */
  gpuMemoryMib: z.int(),
  /** Whether its GPUs are joined directly. */
  nvlink: z.boolean(),
  /** CUDA compute capability of its GPUs in tenths; null without GPUs. */
  computeCapability: z.int().nullable(),
  vcpuMillis: z.int(),
  memoryMib: z.int(),
  /** What it costs now; billionths of a dollar. */
  priceNanoUsdPerHour: z.string(),
  /** Cheaper, and taken back whenever anybody who pays in full wants the room. */
  spot: z.boolean(),
});
export type HardwareView = z.infer<typeof HardwareView>;

const DRIVERS = ['process', 'docker', 'kubernetes'] as const;
const GpuUse = z.enum(['none', 'optional', 'required']);

const ArgumentView = z.object({
  name: z.string(),
  flag: z.string(),
  type: z.enum(['text', 'number', 'integer', 'switch', 'select']),
  /** Null: the engine’s own, or the model’s. */
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  group: z.string(),
  help: z.string(),
  min: z.number().optional(),
  max: z.number().optional(),
  maxLength: z.int().optional(),
  choices: z.array(z.string()).optional(),
  /** Absent: however it is started. */
  onlyIn: z.enum(['process', 'container']).optional(),
});

const MetricView = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  kind: z.enum(['gauge', 'counter', 'histogram']),
  aggregation: z.enum(['sum', 'average', 'max']),
  source: z.enum(['engine', 'node']),
  help: z.string(),
});

const QuantizationView = z.object({
  id: z.string(),
  bitsPerWeight: z.number(),
  /** The engine makes it from ordinary weights; else the weights must be made so. */
  atLoad: z.boolean(),
  minComputeCapability: z.int(),
  help: z.string(),
});

export const FrameworkView = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** Its answers are made up. */
  simulated: z.boolean(),
  /** Null: any. */
  tasks: z.array(z.string()).nullable(),
  protocol: z.enum(['openai', 'kserve-v2', 'http']),
  /** What a model is to it. */
  modelForm: z.enum(['gguf-file', 'hub-id', 'model-repository', 'in-image', 'none']),
  gpus: GpuUse,
  /** What can start it, and whether it uses GPUs then. */
  drivers: z.array(z.object({ driver: z.enum(DRIVERS), gpus: GpuUse })),
  /** An endpoint must bring an image. */
  needsImage: z.boolean(),
  images: z.array(z.string()),
  containerPort: z.int(),
  healthPath: z.string(),
  metricsPath: z.string().nullable(),
  metricsPort: z.int().nullable(),
  parallelism: z.enum(['tensor', 'layers', 'none', 'unknown']),
  minComputeCapability: z.int().nullable(),
  /** Each with its type, default, bounds and help. */
  engineArguments: z.array(ArgumentView),
  /** Empty: weights are as they are. */
  quantizations: z.array(QuantizationView),
  /** The engine argument that limits the tokens of a request; null: it has none. */
  contextArgument: z.string().nullable(),
  /** The engine argument that limits the requests worked on at the same time, and how many by default. */
  slots: z.object({ argument: z.string(), default: z.int() }).nullable(),
  metrics: z.array(MetricView),
  /** A replica can free its GPUs without ending. */
  canSleepWarm: z.boolean(),
});
export type FrameworkView = z.infer<typeof FrameworkView>;

const imagesOf = ({ image }: Framework): string[] => {
  const all = image === null ? [] : [image.cpu, image.gpu, ...Object.values(image.byGpuModel)];
  return [...new Set(all.filter((reference) => reference !== null))];
};

const frameworkView = (framework: Framework): FrameworkView =>
  FrameworkView.parse({
    ...framework,
    tasks: framework.tasks === 'any' ? null : framework.tasks,
    drivers: DRIVERS.filter((driver) => canLaunch(framework, driver)).map((driver) => ({
      driver,
      gpus: gpusOf(framework, driver),
    })),
    needsImage: framework.launch.container !== undefined && framework.image === null,
    images: imagesOf(framework),
    quantizations: framework.quantization?.choices ?? [],
    contextArgument: framework.context?.argument ?? null,
    canSleepWarm: framework.warmSleep !== null,
  });

export const frameworkViews = FRAMEWORKS.map(frameworkView);

const hardwareView = (hardware: Hardware, price: number | undefined): HardwareView => {
  const gpu = hardware.gpuModel === null ? null : gpuModelOf(hardware.gpuModel);
  return HardwareView.parse({
    ...hardware,
    gpuTitle: gpu?.title ?? null,
    nvlink: gpu?.nvlink ?? false,
    computeCapability: gpu?.computeCapability ?? null,
    priceNanoUsdPerHour: String(price ?? hardware.priceNanoUsdPerHour),
  });
};

/** @param prices of now, by hardware id; what is missing costs what the catalogue says */
export const hardwareViews = (prices: Readonly<Record<string, number>>): HardwareView[] =>
  HARDWARE.map((hardware) => hardwareView(hardware, prices[hardware.id]));
