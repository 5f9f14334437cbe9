import type { Field } from './fields.ts';

type Argument = Readonly<{
  name: string;
  type: 'text' | 'number' | 'integer' | 'switch' | 'select';
  default: string | number | boolean | null;
  help: string;
  min?: number;
  max?: number;
  choices?: readonly string[];
}>;

/** A framework’s own arguments, as it describes them. */
export const engineFields = (engineArguments: readonly Argument[]): readonly Field[] =>
  engineArguments.map((argument): Field => {
    const { name, type, help, min, max, choices } = argument;
    const base = {
      pointer: `/engineArguments/${name}`,
      label: name,
      help,
      ...(argument.default !== null && { placeholder: `${String(argument.default)} (default)` }),
    };
    if (type === 'select') return { ...base, kind: 'select', options: choices ?? [], isOptional: true };
    if (type === 'switch') return { ...base, kind: 'select', options: ['true', 'false'], isOptional: true };
    if (type === 'text') return { ...base, kind: 'text' };
    return {
      ...base,
      kind: 'number',
      isWhole: type === 'integer',
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    };
  });
