import type { ArgumentValues } from './argument.ts';
import { isReservedVariable } from './environment.ts';
import type { Framework, LaunchProgram } from './framework.ts';
import { renderEnvironment, renderParts } from './launch-parts.ts';
import { withSleep } from './sleep.ts';

export interface ProcessLaunchOptions {
  /** What the user called the model. */
  readonly model: string;
  /** The names under which the engine answers for the model; the model's own when absent. */
  readonly servedNames?: readonly string[];
  /** The file or folder on this machine; null for an engine that needs none. */
  readonly modelPath: string | null;
  readonly quantization?: string | null;
  /** Checked before by `checkEngineArguments`. */
  readonly engineArguments: ArgumentValues;
  /** Checked before by `checkEnvironment`; what is reserved is left out here all the same. */
  readonly environment: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  /** Indices on this machine, as CUDA counts them. */
  readonly gpuIndices: readonly number[];
  /** The program file of each of the platform's own engines, by the engine's name. */
  readonly engines: Readonly<Record<string, string>>;
  readonly nodeBinary: string;
  /** `warm`: it shall be able to fall asleep. Absent: it need not. */
  readonly sleepMode?: 'cold' | 'warm' | undefined;
}

export interface ProcessLaunch {
  readonly command: string;
  /** Started as they are, without a shell: each value is an item of its own. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly healthPath: string;
  readonly metricsPath: string | null;
}

const commandOf = (program: LaunchProgram, options: ProcessLaunchOptions): [string, ...string[]] => {
  switch (program.kind) {
    case 'engine': {
      const file = options.engines[program.engine];
      if (file === undefined) throw new Error(`no program file is known for the engine ${program.engine}`);
      return [options.nodeBinary, file];
    }
    case 'command':
      return [program.command];
    case 'image':
      throw new Error('a process cannot be launched from an image');
  }
};

/** What a user may set of the environment, whatever was asked for. */
export const ownVariables = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !isReservedVariable(name)));

/**
 * What to start for a replica on a machine without containers. The GPUs are always set, to none too: a process that
 * was given no GPU must not find one. Throws when the framework cannot run as a process, or lacks what it needs.
 */
export const renderProcessLaunch = (framework: Framework, given: ProcessLaunchOptions): ProcessLaunch => {
  const options = withSleep(framework, given);
  const template = framework.launch.process;
  if (template === undefined) throw new Error(`${framework.id} cannot run as a process`);
  const [command, ...first] = commandOf(template.program, options);
  const filling = {
    framework,
    kind: 'process',
    model: options.model,
    servedNames: options.servedNames ?? [options.model],
    modelPath: options.modelPath,
    modelRevision: null,
    quantization: options.quantization ?? null,
    engineArguments: options.engineArguments,
    host: options.host,
    port: options.port,
    gpuCount: options.gpuIndices.length,
  } as const;
  return {
    command,
    args: [...first, ...renderParts(template.args, filling)],
    env: {
      ...renderEnvironment(template.environment, filling),
      ...ownVariables(options.environment),
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: options.gpuIndices.join(','),
    },
    healthPath: framework.healthPath,
    metricsPath: framework.metricsPath,
  };
};
