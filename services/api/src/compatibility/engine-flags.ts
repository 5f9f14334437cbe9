import type { FieldProblem } from '@tidegate/contracts';
import type { EngineArgument, Framework } from '@tidegate/frameworks';

export type Parsed = Readonly<{
  engineArguments: Record<string, string | number | boolean>;
  problems: FieldProblem[];
}>;

/** Words of a command line: parted by spaces, kept together by quotes. Nothing else of a shell is understood. */
const wordsOf = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );

/** `--max-model-len 4096 --dtype=auto` as engine arguments of a framework. What it does not know is a problem at `pointer`. */
export const engineArgumentsFrom = (text: string, framework: Framework | null, pointer: string): Parsed => {
  const engineArguments: Parsed['engineArguments'] = {};
  const problems: FieldProblem[] = [];
  // `--flag=value` is the same as `--flag value`.
  const words = wordsOf(text.replace(/(--[\w-]+)=/g, '$1 '));
  for (let at = 0; at < words.length; at++) {
    const flag = words[at] ?? '';
    const argument = framework?.engineArguments.find((known) => known.flag === flag);
    if (argument?.type === 'switch') engineArguments[argument.name] = true;
    else if (argument) engineArguments[argument.name] = valueOf(argument, words[++at] ?? '');
    else {
      problems.push({ pointer, message: unknown(flag, framework) });
      if (isValue(words[at + 1])) at++;
    }
  }
  return { engineArguments, problems };
};

const unknown = (flag: string, framework: Framework | null): string =>
  `${flag.slice(0, 64)} is no argument of ${framework?.title ?? 'this framework'}`;
const isValue = (word: string | undefined): boolean => word !== undefined && !word.startsWith('--');

/** What is no number stays text, so that whoever judges it can name it. */
const valueOf = ({ type }: EngineArgument, text: string): string | number =>
  (type === 'number' || type === 'integer') && text !== '' && Number.isFinite(Number(text))
    ? Number(text)
    : text;
