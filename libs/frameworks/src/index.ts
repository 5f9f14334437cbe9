export type { ArgumentValue, ArgumentValues, EngineArgument, LaunchKind } from './argument.ts';
export { FRAMEWORKS, canLaunch, frameworkOf, gpusOf, metricOf, slotsOf } from './catalogue.ts';
export {
  checkGpu,
  checkImage,
  checkQuantization,
  checkTask,
  gpuObjection,
  quantizationOf,
} from './compatibility.ts';
export {
  imageOf,
  renderContainerLaunch,
  type ContainerLaunch,
  type ContainerLaunchOptions,
} from './container-launch.ts';
export { checkEngineArguments, renderEngineArguments } from './engine-arguments.ts';
export { checkEnvironment, isReservedVariable } from './environment.ts';
export type {
  ContainerTemplate,
  DriverKind,
  Framework,
  GpuUse,
  LaunchPart,
  LaunchProgram,
  LaunchTemplate,
  Quantization,
  TaskType,
  WarmSleep,
} from './framework.ts';
export { GPU_MODELS, gpuModelOf, recogniseGpu, type GpuModel } from './gpus.ts';
export {
  HARDWARE,
  LASTING_HARDWARE,
  SPOT_TENTHS_OF_PRICE,
  hardwareOf,
  machineAround,
  type Hardware,
} from './hardware.ts';
export { renderProcessLaunch, type ProcessLaunch, type ProcessLaunchOptions } from './launch.ts';
export { NODE_METRICS, type MetricDefinition } from './metric.ts';
export { nearestName } from './nearest.ts';
export type { Problem } from './problem.ts';
export { type Config } from './sizing/config-fields.ts';
export { GGUF_BITS, USUAL_GGUF } from './sizing/gguf-bits.ts';
export { fromGguf, type GgufFacts } from './sizing/gguf.ts';
export { type Hint } from './sizing/hints.ts';
export { parametersFromName } from './sizing/model-name.ts';
export { type Confidence, type ModelSize, leastSure } from './sizing/model-size.ts';
export { type HardwareFit, rankHardware } from './sizing/rank-hardware.ts';
export { fromSafetensors, type SafetensorsFacts } from './sizing/safetensors.ts';
export { type Sizing, type SizingQuestion, sizeModel } from './sizing/size-model.ts';
export { type SleepKind, closedPathsOf, sleepOf } from './sleep.ts';
