import type { ArgumentValues } from './argument.ts';
import type { ContainerTemplate, Framework } from './framework.ts';
import { ownVariables } from './launch.ts';
import { renderEnvironment, renderParts } from './launch-parts.ts';
import { withSleep } from './sleep.ts';

export interface ContainerLaunchOptions {
  /** What the user called the model. */
  readonly model: string;
  /** The names under which the engine answers for the model; the model's own when absent. */
  readonly servedNames?: readonly string[];
  /** The file or folder as the container sees it; null: the engine fetches the model from the hub, or needs none. */
  readonly modelPath: string | null;
  /** Branch, tag or commit on the hub; null: its default. */
  readonly modelRevision: string | null;
  /** An id of the framework's quantizations; null: as the weights are. */
  readonly quantization: string | null;
  /** Checked before by `checkEngineArguments`. */
  readonly engineArguments: ArgumentValues;
  /** Checked before by `checkEnvironment`; what is reserved is left out here all the same. */
  readonly environment: Readonly<Record<string, string>>;
  readonly gpuModel: string | null;
  readonly gpuCount: number;
  /** The user's image; null: the framework's own. A command replaces everything that the framework would start. */
  readonly image: { readonly reference: string; readonly command: readonly string[] | null } | null;
  /** Null: the framework's. */
  readonly containerPort: number | null;
  /** Null: the framework's. */
  readonly healthPath: string | null;
  /** `warm`: it shall be able to fall asleep. Absent: it need not. */
  readonly sleepMode?: 'cold' | 'warm' | undefined;
}

export interface ContainerLaunch {
  readonly image: string;
  /** Instead of the image's entry point; null: what it starts by itself. */
  readonly command: readonly string[] | null;
  /** Started as they are, without a shell: each value is an item of its own. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What the engine listens on, on every address of the container. */
  readonly port: number;
  readonly healthPath: string;
  readonly metricsPath: string | null;
  /** Null: the same as `port`. */
  readonly metricsPort: number | null;
  /** Where the engine keeps what it downloads; null: it downloads nothing. */
  readonly cachePath: string | null;
  /** Null: what containers have by default. */
  readonly sharedMemoryMib: number | null;
}

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNSAFE = /^-|^$|[\u0000-\u001f\u007f]/;

/** What comes from a user may be a value behind a flag, and never a flag. */
const safe = (what: string, value: string): string => {
  if (UNSAFE.test(value))
    throw new Error(`${what} must not be empty, begin with a dash or hold control characters`);
  return value;
};

/** The framework's image for such a machine; null: there is none. */
export const imageOf = (
  { image }: Framework,
  { gpuModel, gpuCount }: { readonly gpuModel: string | null; readonly gpuCount: number },
): string | null => {
  if (image === null) return null;
  if (gpuCount === 0) return image.cpu;
  return (gpuModel === null ? undefined : image.byGpuModel[gpuModel]) ?? image.gpu;
};

const templateOf = (framework: Framework): ContainerTemplate => {
  const { container } = framework.launch;
  if (container === undefined) throw new Error(`${framework.id} cannot run in a container`);
  return container;
};

const imageReference = (framework: Framework, options: ContainerLaunchOptions): string => {
  const reference = options.image?.reference ?? imageOf(framework, options);
  if (reference !== null) return safe('an image', reference);
  throw new Error(
    framework.image === null
      ? `${framework.id} has no image of its own: it needs one from its user`
      : `${framework.id} has no image for a machine ${options.gpuCount === 0 ? 'without GPUs' : 'with GPUs'}`,
  );
};

const commandAndArgs = (
  framework: Framework,
  options: ContainerLaunchOptions,
  args: () => string[],
): Pick<ContainerLaunch, 'command' | 'args'> => {
  const own = options.image?.command ?? null;
  if (own !== null) return { command: own, args: [] };
  return { command: templateOf(framework).program.entrypoint, args: args() };
};

/**
 * What to start for a replica in a container, the same for every driver that has containers. The driver hands over the
 * GPUs; a container that was given none must not find one, though images often ask for all. Throws when the framework
 * cannot run so, or lacks what it needs.
 */
export const renderContainerLaunch = (
  framework: Framework,
  given: ContainerLaunchOptions,
): ContainerLaunch => {
  // A user's own command is not known to be the engine: its port may lead anywhere.
  const options = (given.image?.command ?? null) === null ? withSleep(framework, given) : given;
  const template = templateOf(framework);
  const port = options.containerPort ?? framework.containerPort;
  const filling = {
    framework,
    kind: 'container',
    model: safe('a model', options.model),
    servedNames: (options.servedNames ?? [options.model]).map((name) => safe('a name', name)),
    modelPath: options.modelPath === null ? null : safe('a path', options.modelPath),
    modelRevision: options.modelRevision === null ? null : safe('a revision', options.modelRevision),
    quantization: options.quantization,
    engineArguments: options.engineArguments,
    host: '0.0.0.0',
    port,
    gpuCount: options.gpuCount,
  } as const;
  return {
    image: imageReference(framework, options),
    ...commandAndArgs(framework, options, () => renderParts(template.args, filling)),
    env: {
      ...renderEnvironment(template.environment, filling),
      ...ownVariables(options.environment),
      ...(options.gpuCount === 0 && { NVIDIA_VISIBLE_DEVICES: 'void' }),
    },
    port,
    healthPath: options.healthPath ?? framework.healthPath,
    metricsPath: framework.metricsPath,
    metricsPort: framework.metricsPort,
    cachePath: template.cachePath,
    sharedMemoryMib: template.sharedMemoryMib,
  };
};
