import { basename } from 'node:path';

export interface Flags {
  readonly modelPath: string;
  /** The name that answers carry; the `model` of a request is not compared with it, as in llama.cpp's own server. */
  readonly alias: string;
  readonly host: string;
  readonly port: number;
  /** Tokens of all slots together. */
  readonly contextTokens: number;
  /** Slots: answers generated at the same time. */
  readonly parallel: number;
  readonly batchTokens: number;
  readonly threads: number;
  /** Requests that may wait for a slot; one more is refused. */
  readonly queueLimit: number;
  readonly shutdownTimeoutMs: number;
  readonly checkOnly: boolean;
}

const TEXTS = { '--model': '', '--alias': '', '--host': '127.0.0.1' } as const;
const INTEGERS = {
  '--port': { initial: 8080, min: 0, max: 65_535 },
  '--ctx-size': { initial: 4096, min: 64, max: 1_048_576 },
  '--parallel': { initial: 4, min: 1, max: 64 },
  '--batch-size': { initial: 512, min: 32, max: 8192 },
  '--threads': { initial: 1, min: 1, max: 256 },
  '--queue-limit': { initial: 64, min: 0, max: 10_000 },
  '--shutdown-timeout-ms': { initial: 10_000, min: 0, max: 600_000 },
} as const;
const CHECK = '--check-config';

type TextFlag = keyof typeof TEXTS;
type IntegerFlag = keyof typeof INTEGERS;
export type Parsed = { readonly flags: Flags } | { readonly problem: string };

const isText = (name: string): name is TextFlag => Object.hasOwn(TEXTS, name);
const isInteger = (name: string): name is IntegerFlag => Object.hasOwn(INTEGERS, name);

interface Values {
  readonly texts: Record<TextFlag, string>;
  readonly integers: Record<IntegerFlag, number>;
}

/** Stores one flag's value; answers what is wrong with it, or null. */
const store = (values: Values, name: string, value: string | undefined): string | null => {
  if (!isText(name) && !isInteger(name)) return `unknown flag ${name}`;
  if (value === undefined) return `${name} needs a value`;
  if (isText(name)) {
    values.texts[name] = value;
    return null;
  }
  const { min, max } = INTEGERS[name];
  const number = /^\d{1,12}$/.test(value) ? Number(value) : NaN;
  if (!(number >= min && number <= max)) return `${name} must be a whole number from ${min} to ${max}`;
  values.integers[name] = number;
  return null;
};

const flagsOf = ({ texts, integers }: Values, checkOnly: boolean): Flags => ({
  modelPath: texts['--model'],
  alias: texts['--alias'] === '' ? basename(texts['--model']) : texts['--alias'],
  host: texts['--host'],
  port: integers['--port'],
  contextTokens: integers['--ctx-size'],
  parallel: integers['--parallel'],
  batchTokens: integers['--batch-size'],
  threads: integers['--threads'],
  queueLimit: integers['--queue-limit'],
  shutdownTimeoutMs: integers['--shutdown-timeout-ms'],
  checkOnly,
});

/** Reads `--name value` pairs, named as llama.cpp's server names them where it has the same thing. */
export const parseFlags = (args: readonly string[]): Parsed => {
  const integers = Object.fromEntries(
    Object.entries(INTEGERS).map(([name, { initial }]) => [name, initial]),
  ) as Record<IntegerFlag, number>;
  const values: Values = { texts: { ...TEXTS }, integers };
  let checkOnly = false;
  for (let index = 0; index < args.length;) {
    const name = args[index] ?? '';
    if (name === CHECK) {
      checkOnly = true;
      index += 1;
      continue;
    }
    const problem = store(values, name, args[index + 1]);
    if (problem !== null) return { problem };
    index += 2;
  }
  if (values.texts['--model'] === '') return { problem: '--model PATH is required' };
  if (integers['--ctx-size'] < integers['--parallel'] * 64)
    return { problem: '--ctx-size must leave each of --parallel slots at least 64 tokens' };
  return { flags: flagsOf(values, checkOnly) };
};
