export { FRAMEWORKS, canLaunch, frameworkOf, metricOf, slotsOf } from './catalogue.ts';
export { checkEngineArguments, renderEngineArguments } from './engine-arguments.ts';
export { checkEnvironment, isReservedVariable } from './environment.ts';
export type {
  ArgumentValue,
  DriverKind,
  EngineArgument,
  Framework,
  LaunchPart,
  LaunchProgram,
  LaunchTemplate,
  MetricDefinition,
  TaskType,
} from './framework.ts';
export { GPU_MODELS, gpuModelOf, recogniseGpu, type GpuModel } from './gpus.ts';
export { HARDWARE, hardwareOf, machineAround, type Hardware } from './hardware.ts';
export { renderProcessLaunch, type ProcessLaunch, type ProcessLaunchOptions } from './launch.ts';
export type { Problem } from './problem.ts';
