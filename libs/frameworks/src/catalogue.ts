import { ENGINE_DOUBLE } from './catalogue/engine-double.ts';
import { LLAMA_CPP } from './catalogue/llama-cpp.ts';
import type { ArgumentValue, DriverKind, Framework, MetricDefinition } from './framework.ts';

/** All frameworks, in the order in which they are offered. */
export const FRAMEWORKS: readonly Framework[] = [LLAMA_CPP, ENGINE_DOUBLE];

export const frameworkOf = (id: string): Framework | null =>
  FRAMEWORKS.find((framework) => framework.id === id) ?? null;

export const canLaunch = (framework: Framework, driver: DriverKind): boolean =>
  framework.launch[driver] !== undefined;

/** The definition that a name means, be it the present one or one of another version. */
export const metricOf = (framework: Framework, name: string): MetricDefinition | null =>
  framework.metrics.find((metric) => metric.name === name || metric.aliases.includes(name)) ?? null;

/** How many requests a replica with these arguments works on at the same time; null: no limit. */
export const slotsOf = (
  { slots }: Framework,
  engineArguments: Readonly<Record<string, ArgumentValue>>,
): number | null => {
  if (slots === null) return null;
  const value = Object.hasOwn(engineArguments, slots.argument) ? engineArguments[slots.argument] : undefined;
  return typeof value === 'number' ? value : slots.default;
};
