import type { Argument, Command, Option } from 'commander';
import { defaultOf } from '../default-command.ts';

/** What may come next: fixed words, or the names of things of a kind. */
export type Next = Readonly<{ words: readonly string[]; noun: string | null; takesFile: boolean }>;

const NOTHING: Next = { words: [], noun: null, takesFile: false };

const optionCalled = (command: Command, word: string): Option | undefined =>
  command.options.find(({ short, long }) => word === short || word === long);

/** @param words what stands on the line behind `tidegate`; the last is the one that is typed */
// eslint-disable-next-line complexity -- each line is a place where the cursor may stand
export const nextOf = (program: Command, words: readonly string[]): Next => {
  const typed = words.at(-1) ?? '';
  const { command, operands, pending } = walked(program, words.slice(0, -1));
  if (pending) return valuesOf(pending, typed);
  if (typed.startsWith('-')) return { ...NOTHING, words: begun(optionsOf(command), typed) };
  const names = command.commands.map((each) => each.name());
  const meant = defaultOf(command) ?? command;
  const argument: Argument | undefined = meant.registeredArguments[operands] ?? lastOf(meant);
  const choices = [...(operands === 0 ? names : []), ...(argument?.argChoices ?? [])];
  return { words: begun(choices, typed), noun: argument?.name() ?? null, takesFile: false };
};

/** Of words that repeat. */
const lastOf = ({ registeredArguments }: Command): Argument | undefined => {
  const last = registeredArguments.at(-1);
  return last?.variadic ? last : undefined;
};

type Walked = Readonly<{ command: Command; operands: number; pending: Option | undefined }>;

const walked = (program: Command, words: readonly string[]): Walked => {
  let command = program;
  let operands = 0;
  let pending: Option | undefined;
  for (const word of words) {
    if (pending) {
      pending = undefined;
      continue;
    }
    if (word.startsWith('-')) {
      const option = optionCalled(command, word) ?? optionCalled(defaultOf(command) ?? command, word);
      if (option?.required) pending = option;
      continue;
    }
    const below = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
    if (below && operands === 0) command = below;
    else operands++;
  }
  return { command, operands, pending };
};

const optionsOf = (command: Command): string[] =>
  [...command.options, ...(defaultOf(command)?.options ?? [])].map(({ long, short }) => long ?? short ?? '');

const begun = (words: readonly string[], typed: string): string[] =>
  [...new Set(words)].filter((word) => word.startsWith(typed));

/** Options that name a thing are called like it. */
const valuesOf = ({ argChoices, long, flags }: Option, typed: string): Next => ({
  words: begun(argChoices ?? [], typed),
  noun: long?.slice(2) ?? null,
  takesFile: flags.includes('<file>'),
});
