import type { EngineArgument } from './argument.ts';
import type { MetricDefinition } from './metric.ts';

/** A framework is data: how an inference engine is started, told what to do, and watched. */
export interface Framework {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Answers are made up: for tests and demonstrations. Whatever is shown of it must say so. */
  readonly simulated: boolean;
  readonly tasks: readonly TaskType[] | 'any';
  readonly protocol: 'openai' | 'kserve-v2' | 'http';
  /** What a model is to this engine: one file, a hub id that it fetches, a folder, part of its image, or nothing. */
  readonly modelForm: 'gguf-file' | 'hub-id' | 'model-repository' | 'in-image' | 'none';
  /** What the best of its launches can do; `gpusOf` answers for one driver. */
  readonly gpus: GpuUse;
  /** Null: this framework has no image of its own; in a container it needs one from its user. */
  readonly image: ImageChoice | null;
  /** What the unpacked image takes on a disk. */
  readonly imageDiskGib: number;
  /** Inside a container; a process is told its port. */
  readonly containerPort: number;
  readonly healthPath: string;
  /** Null: the engine shows no metrics. */
  readonly metricsPath: string | null;
  /** Null: on the same port as everything else. */
  readonly metricsPort: number | null;
  /** A launch that is absent cannot be done: docker and kubernetes both start containers. */
  readonly launch: { readonly process?: LaunchTemplate; readonly container?: ContainerTemplate };
  readonly engineArguments: readonly EngineArgument[];
  /** How many requests one replica works on at the same time; null when the engine sets no limit. */
  readonly slots: { readonly argument: string; readonly default: number } | null;
  readonly metrics: readonly MetricDefinition[];
  readonly quantization: QuantizationSupport | null;
  readonly context: ContextSupport | null;
  /** How several GPUs share one model; `none`: it uses one only. */
  readonly parallelism: 'tensor' | 'layers' | 'none' | 'unknown';
  /** CUDA compute capability in tenths (75 = 7.5) below which it does not run; null: not known. */
  readonly minComputeCapability: number | null;
  /** Null: a replica can only be stopped, not put to sleep. */
  readonly warmSleep: WarmSleep | null;
}

export type GpuUse = 'none' | 'optional' | 'required';

export type TaskType =
  | 'text-generation'
  | 'image-text-to-text'
  | 'feature-extraction'
  | 'text-to-image'
  | 'automatic-speech-recognition'
  | 'text-to-speech';

export type DriverKind = 'process' | 'docker' | 'kubernetes';

export interface ImageChoice {
  /** Null: there is none for this kind of machine. */
  readonly gpu: string | null;
  readonly cpu: string | null;
  /** Where an image is built for one GPU architecture: by GPU model, before `gpu`. */
  readonly byGpuModel: Readonly<Record<string, string>>;
}

export interface LaunchTemplate {
  readonly program: LaunchProgram;
  readonly args: readonly LaunchPart[];
  readonly environment: Readonly<Record<string, string | EnvironmentPart>>;
  readonly gpus: GpuUse;
}

export interface ContainerTemplate extends LaunchTemplate {
  readonly program: Extract<LaunchProgram, { kind: 'image' }>;
  /** Where the engine keeps what it downloads: a disk mounted here survives the container. */
  readonly cachePath: string | null;
  /** Processes of one replica exchange tensors there; null: what containers have by default. */
  readonly sharedMemoryMib: number | null;
}

/** One of this platform's own engines, a command of the machine, or whatever the image starts by itself unless named. */
export type LaunchProgram =
  | { readonly kind: 'engine'; readonly engine: string }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'image'; readonly entrypoint: readonly string[] | null };

/** One value behind a flag. */
export interface ScalarPart {
  readonly from: 'host' | 'port' | 'model' | 'modelPath' | 'servedName';
  readonly flag: string;
}

/** A literal item of the argument list, or items made from a value of the replica. */
export type LaunchPart =
  | string
  | ScalarPart
  /** All names under which the model answers: behind one flag, or each behind its own. */
  | { readonly from: 'servedNames'; readonly flag: string; readonly flagEach: boolean }
  | { readonly from: 'engineArguments' }
  /** Where the weights lie, else the hub's id; a flag of null: the item stands alone. `hub` null: it must lie somewhere. */
  | { readonly from: 'modelLocation'; readonly path: string | null; readonly hub: HubReference | null }
  /** Left out when the hub's default is meant, or the weights lie somewhere. */
  | { readonly from: 'modelRevision'; readonly flag: string }
  /** The number of GPUs behind the flag of this engine argument: when there are several, and its user did not set it. */
  | { readonly from: 'gpuCount'; readonly argument: string }
  /** Literal items on a machine with GPUs, unless the user set this engine argument. */
  | { readonly from: 'withGpus'; readonly items: readonly string[]; readonly unlessSet: string }
  /** What the chosen quantization passes on, behind the flag of the argument that carries it. */
  | { readonly from: 'quantization' };

export interface HubReference {
  readonly flag: string | null;
  /** The quantization is part of the reference (`owner/name:Q4_K_M`). */
  readonly withQuantization: boolean;
}

/** A variable's value made from the replica's. */
export interface EnvironmentPart {
  readonly from: 'port' | 'modelLocation' | 'servedName';
}

export interface QuantizationSupport {
  /** The engine argument that says the same; null: the weights' own form says it. */
  readonly argument: string | null;
  readonly choices: readonly Quantization[];
}

export interface Quantization {
  readonly id: string;
  /** What the engine is told behind the argument; null: it sees it in the weights. */
  readonly passes: string | null;
  /** Of a quantized weight, its scales included. */
  readonly bitsPerWeight: number;
  /** The engine makes it from ordinary weights while it loads them; else the weights must be made so. */
  readonly atLoad: boolean;
  /** CUDA compute capability in tenths that its kernels need. */
  readonly minComputeCapability: number;
  readonly help: string;
}

export interface ContextSupport {
  /** The engine argument that limits the tokens of a request. */
  readonly argument: string;
  /** It is divided among the slots; else each request may fill it. */
  readonly sharedBySlots: boolean;
  /** What the engine takes when nothing is said; null: the model's own. */
  readonly default: number | null;
  /** The engine arguments that choose how keys and values are stored, and the bytes of each choice that is not the weights'. */
  readonly cacheTypes: {
    readonly arguments: readonly string[];
    readonly bytes: Readonly<Record<string, number>>;
  } | null;
}

/** How a replica frees its GPUs without ending. The paths are the platform's: callers must not reach them. */
export interface WarmSleep {
  readonly engineArguments: Readonly<Record<string, boolean>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly sleep: { readonly method: 'POST'; readonly path: string; readonly levelParameter: string };
  readonly wake: { readonly method: 'POST'; readonly path: string };
  readonly asleep: { readonly method: 'GET'; readonly path: string };
  /** Paths that the same switch opens, these three aside, and that are nobody's from outside either. */
  readonly alsoOpened: readonly string[];
  /** What becomes of the weights at each level. */
  readonly levels: readonly { readonly level: number; readonly weights: 'kept-in-memory' | 'dropped' }[];
}
