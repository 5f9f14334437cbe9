import type { ArgumentValues, LaunchKind } from './argument.ts';
import { CUSTOM } from './catalogue/custom.ts';
import { ENGINE_DOUBLE } from './catalogue/engine-double.ts';
import { LLAMA_CPP } from './catalogue/llama-cpp.ts';
import { PYTORCH } from './catalogue/pytorch.ts';
import { SGLANG } from './catalogue/sglang.ts';
import { TEI } from './catalogue/tei.ts';
import { TGI } from './catalogue/tgi.ts';
import { TRITON } from './catalogue/triton.ts';
import { VLLM } from './catalogue/vllm.ts';
import type { DriverKind, Framework, GpuUse } from './framework.ts';
import type { MetricDefinition } from './metric.ts';

/** All frameworks, in the order in which they are offered. */
export const FRAMEWORKS: readonly Framework[] = [
  LLAMA_CPP,
  VLLM,
  SGLANG,
  TGI,
  TEI,
  TRITON,
  PYTORCH,
  CUSTOM,
  ENGINE_DOUBLE,
];

export const frameworkOf = (id: string): Framework | null =>
  FRAMEWORKS.find((framework) => framework.id === id) ?? null;

const launchKind = (driver: DriverKind): LaunchKind => (driver === 'process' ? 'process' : 'container');

export const canLaunch = (framework: Framework, driver: DriverKind): boolean =>
  framework.launch[launchKind(driver)] !== undefined;

/** What a framework does with GPUs when this driver starts it; null: the best that any driver makes of it. */
export const gpusOf = (framework: Framework, driver: DriverKind | null): GpuUse =>
  (driver === null ? undefined : framework.launch[launchKind(driver)]?.gpus) ?? framework.gpus;

/** The definition that a name means, be it the present one or one of another version. */
export const metricOf = (framework: Framework, name: string): MetricDefinition | null =>
  framework.metrics.find((metric) => metric.name === name || metric.aliases.includes(name)) ?? null;

/** How many requests a replica with these arguments works on at the same time; null: no limit. */
export const slotsOf = ({ slots }: Framework, engineArguments: ArgumentValues): number | null => {
  if (slots === null) return null;
  const value = Object.hasOwn(engineArguments, slots.argument) ? engineArguments[slots.argument] : undefined;
  return typeof value === 'number' ? value : slots.default;
};
