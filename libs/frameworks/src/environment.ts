import { pointerTo, type Problem } from './problem.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const MAX_VALUE_CHARACTERS = 32_768;

/** Which GPUs a replica sees, and what code its process loads, is not the user's to say. */
const RESERVED: ReadonlySet<string> = new Set([
  'CUDA_VISIBLE_DEVICES',
  'CUDA_DEVICE_ORDER',
  'NVIDIA_VISIBLE_DEVICES',
  'NVIDIA_DRIVER_CAPABILITIES',
  'NODE_OPTIONS',
  'PATH',
  'HOME',
]);
const RESERVED_PREFIXES = ['TIDEGATE_', 'LD_', 'DYLD_'] as const;

export const isReservedVariable = (name: string): boolean =>
  RESERVED.has(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix));

const variableProblem = (name: string, value: unknown): string | null => {
  if (!NAME.test(name)) return 'a variable is a letter or underscore, then letters, digits and underscores';
  if (isReservedVariable(name)) return `${name} is set by the platform`;
  if (typeof value !== 'string') return `${name} must be a text`;
  if (value.length > MAX_VALUE_CHARACTERS)
    return `${name} must be at most ${MAX_VALUE_CHARACTERS} characters`;
  return value.includes('\0') ? `${name} must not contain a zero character` : null;
};

/** Everything that is wrong with a user's environment variables at once. */
export const checkEnvironment = (
  environment: Readonly<Record<string, unknown>>,
  pointer = '/environment',
): Problem[] =>
  Object.entries(environment).flatMap(([name, value]) => {
    const message = variableProblem(name, value);
    return message === null ? [] : [{ pointer: pointerTo(pointer, name), message }];
  });
