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
  readonly gpus: 'none' | 'optional' | 'required';
  /** Null: this framework has no container image. */
  readonly image: string | null;
  /** Inside a container; a process is told its port. */
  readonly containerPort: number;
  readonly healthPath: string;
  /** Null: the engine shows no metrics. */
  readonly metricsPath: string | null;
  /** Null: on the same port as everything else. */
  readonly metricsPort: number | null;
  /** A driver kind that is absent cannot run this framework. */
  readonly launch: Readonly<Partial<Record<DriverKind, LaunchTemplate>>>;
  readonly engineArguments: readonly EngineArgument[];
  /** How many requests one replica works on at the same time; null when the engine sets no limit. */
  readonly slots: { readonly argument: string; readonly default: number } | null;
  readonly metrics: readonly MetricDefinition[];
}

export type TaskType =
  | 'text-generation'
  | 'image-text-to-text'
  | 'feature-extraction'
  | 'text-to-image'
  | 'automatic-speech-recognition'
  | 'text-to-speech';

export type DriverKind = 'process' | 'docker' | 'kubernetes';

export interface LaunchTemplate {
  readonly program: LaunchProgram;
  readonly args: readonly LaunchPart[];
  readonly environment: Readonly<Record<string, string>>;
}

/** One of this platform's own engines, a command of the machine, or whatever the image starts by itself. */
export type LaunchProgram =
  | { readonly kind: 'engine'; readonly engine: string }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'image' };

/** A literal item of the argument list, or items made from a value of the replica. */
export type LaunchPart =
  | string
  | { readonly from: 'host' | 'port' | 'model' | 'modelPath' | 'servedName'; readonly flag: string }
  /** All names under which the model answers: behind one flag, or each behind its own. */
  | { readonly from: 'servedNames'; readonly flag: string; readonly flagEach: boolean }
  | { readonly from: 'engineArguments' };

export type EngineArgument = ArgumentHead &
  (
    | { readonly type: 'text'; readonly default: string | null; readonly maxLength: number }
    | {
        readonly type: 'number' | 'integer';
        readonly default: number | null;
        readonly min: number;
        readonly max: number;
      }
    | { readonly type: 'switch'; readonly default: boolean }
    | { readonly type: 'select'; readonly default: string | null; readonly choices: readonly string[] }
  );

export type ArgumentValue = string | number | boolean;

interface ArgumentHead {
  /** What a user writes: the flag's name in camel case. */
  readonly name: string;
  readonly flag: string;
  readonly group: 'model' | 'system' | 'tokenizer' | 'simulation';
  readonly help: string;
}

export interface MetricDefinition {
  readonly name: string;
  /** Names of the same thing in other versions of the engine. */
  readonly aliases: readonly string[];
  /** A counter is used as its rate. */
  readonly kind: 'gauge' | 'counter';
  /** How replicas add up to the endpoint's value. */
  readonly aggregation: 'sum' | 'average' | 'max';
  readonly help: string;
}
