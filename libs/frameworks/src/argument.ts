export type EngineArgument = ArgumentHead &
  (
    | { readonly type: 'text'; readonly default: string | null; readonly maxLength: number }
    | {
        readonly type: 'number' | 'integer';
        readonly default: number | null;
        readonly min: number;
        readonly max: number;
      }
    | {
        readonly type: 'switch';
        readonly default: boolean;
        /** What switches it off, where it is on by default. */
        readonly offFlag?: string;
      }
    | { readonly type: 'select'; readonly default: string | null; readonly choices: readonly string[] }
  );

export type ArgumentValue = string | number | boolean;
export type ArgumentValues = Readonly<Record<string, ArgumentValue>>;

interface ArgumentHead {
  /** What a user writes: the flag's name in camel case. */
  readonly name: string;
  readonly flag: string;
  readonly group: 'model' | 'system' | 'tokenizer' | 'simulation';
  readonly help: string;
  /** The launch whose engine has it; absent: each has. */
  readonly onlyIn?: LaunchKind;
}

/** As a process of the node, or in a container of docker or kubernetes. */
export type LaunchKind = 'process' | 'container';

type Of<Type extends EngineArgument['type']> = Extract<EngineArgument, { type: Type }>;
type Whereabouts = Pick<ArgumentHead, 'group' | 'help' | 'onlyIn'>;

/** `--max-model-len` is `maxModelLen` to a user. */
const head = (flag: string, { group, help, onlyIn }: Whereabouts): ArgumentHead => ({
  name: flag.slice(2).replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  flag,
  group,
  help,
  ...(onlyIn !== undefined && { onlyIn }),
});

export const text = (
  flag: string,
  given: Whereabouts & Partial<Pick<Of<'text'>, 'default' | 'maxLength'>>,
): EngineArgument => ({
  ...head(flag, given),
  type: 'text',
  default: given.default ?? null,
  maxLength: given.maxLength ?? 256,
});

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

export const integer = (flag: string, given: Whereabouts & Bounds): EngineArgument => ({
  ...head(flag, given),
  type: 'integer',
  default: given.default ?? null,
  min: given.min,
  max: given.max,
});

export const number = (flag: string, given: Whereabouts & Bounds): EngineArgument => ({
  ...head(flag, given),
  type: 'number',
  default: given.default ?? null,
  min: given.min,
  max: given.max,
});

export const toggle = (flag: string, given: Whereabouts & { readonly offFlag?: string }): EngineArgument => ({
  ...head(flag, given),
  type: 'switch',
  // Only what is on by itself needs a flag that says no.
  default: given.offFlag !== undefined,
  ...(given.offFlag !== undefined && { offFlag: given.offFlag }),
});

export const select = (
  flag: string,
  given: Whereabouts & { readonly choices: readonly string[]; readonly default?: string },
): EngineArgument => ({
  ...head(flag, given),
  type: 'select',
  default: given.default ?? null,
  choices: given.choices,
});
