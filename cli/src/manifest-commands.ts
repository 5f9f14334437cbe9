import type { Command } from 'commander';
import type { Api } from './api.ts';
import {
  type Common,
  type Surroundings,
  apiFor,
  commandFor,
  misused,
  print,
  say,
  spanOf,
} from './command.ts';
import { EXIT, Failed } from './exits.ts';
import { endpointIdOf } from './endpoints.ts';
import { allOf } from './resources/kinds.ts';
import { changeLines } from './resources/preview.ts';
import { textOfFile } from './resources/files.ts';
import { WAIT_S, waited } from './resources/waiting.ts';
import { shown } from './table.ts';

type Said = Readonly<{ pointer: string; message: string }>;
type Applied = Readonly<{
  name: string;
  outcome: 'created' | 'updated' | 'unchanged' | 'refused';
  endpointId: string | null;
  revision: number | null;
  changes: readonly Readonly<{ pointer: string; class: string; from: unknown; to: unknown }>[];
  effect: Readonly<{ text: string }> | null;
  warnings: readonly Said[];
  problems: readonly Said[];
}>;
type Answer = Readonly<{ items: readonly Applied[] }>;

const WOULD = {
  created: 'would be created',
  updated: 'would be changed',
  unchanged: 'stays as it is',
  refused: 'would be refused',
};
const WAS = {
  created: 'is created',
  updated: 'is changed',
  unchanged: 'stays as it is',
  refused: 'is refused',
};

const textOf = (
  { items }: Answer,
  { isDry, withChanges }: Readonly<{ isDry: boolean; withChanges: boolean }>,
): string =>
  items
    .flatMap(({ name, outcome, changes, effect, warnings, problems }) => [
      `${shown(name)} ${(isDry ? WOULD : WAS)[outcome]}`,
      ...(withChanges ? changeLines(changes) : changes.map(({ pointer }) => `  ${pointer}`)),
      ...(effect && outcome === 'updated' ? [`  ${effect.text}`] : []),
      ...warnings.map(({ pointer, message }) => `  warning: ${pointer} ${message}`),
      ...problems.map(({ pointer, message }) => `  ${pointer} ${message}`),
    ])
    .map((line) => `${line}\n`)
    .join('');

const listOf = (file: string, before: readonly string[] = []): string[] => [...before, file];

/** All files as one: the platform judges them together. */
const manifestOf = async (files: readonly string[] | undefined, around: Surroundings): Promise<string> => {
  if (!files || files.length === 0) throw misused('Say which file: -f endpoint.yaml, or -f - for stdin.');
  const texts: string[] = [];
  for (const file of files) texts.push(await textOfFile(file, around));
  return texts.join('\n---\n');
};

const sent = (api: Api, manifest: string, isDry: boolean): Promise<Answer> =>
  api.call('POST', `/v1/apply${isDry ? '?dryRun=true' : ''}`, manifest, { type: 'application/yaml' });

const checked = ({ items }: Answer): void => {
  const refused = items.filter(({ outcome }) => outcome === 'refused').length;
  if (refused > 0) throw new Failed([`${refused} of ${items.length} refused: see above.`]);
};

type ApplyOptions = Common &
  Readonly<{ file?: readonly string[]; dryRun?: boolean; wait?: boolean; timeout: number }>;

export const applyCommand = (around: Surroundings): Command =>
  commandFor('apply', around)
    .description(
      'bring endpoints to what files of YAML or JSON say: creates, changes or leaves each as it is',
    )
    .option('-f, --file <file>', 'a file of one or more endpoints; - for stdin (repeat it)', listOf)
    .option('--dry-run', 'only say what would change')
    .option('--wait', 'until they are as they shall be')
    .option('--timeout <time>', 'with --wait: how long at most', spanOf, WAIT_S)
    .action(async (options: ApplyOptions, command: Command) => {
      const api = apiFor(options, around, command);
      const isDry = options.dryRun === true;
      const answer = await sent(api, await manifestOf(options.file, around), isDry);
      const text = (): string => textOf(answer, { isDry, withChanges: isDry });
      await print(around, options, { value: answer, items: answer.items, text });
      checked(answer);
      if (options.wait !== true || isDry) return;
      for (const { endpointId } of answer.items)
        if (endpointId !== null)
          await waited(api, { around, options }, endpointId, { wanted: 'settled', seconds: options.timeout });
    });

type DiffOptions = Common & Readonly<{ file?: readonly string[]; exitCode?: boolean }>;

export const diffCommand = (around: Surroundings): Command =>
  commandFor('diff', around)
    .description('say what apply would change, and how: at once, with new replicas, or not at all')
    .option('-f, --file <file>', 'a file of one or more endpoints; - for stdin (repeat it)', listOf)
    .option('--exit-code', 'end with 1 when something would change')
    .action(async (options: DiffOptions, command: Command) => {
      const api = apiFor(options, around, command);
      const answer = await sent(api, await manifestOf(options.file, around), true);
      const text = (): string => textOf(answer, { isDry: true, withChanges: true });
      await print(around, options, { value: answer, items: answer.items, text });
      checked(answer);
      if (options.exitCode === true && answer.items.some(({ outcome }) => outcome !== 'unchanged'))
        throw new Failed(['Something would change: see above.'], { exit: EXIT.failed });
    });

export const exportCommand = (around: Surroundings): Command =>
  commandFor('export', around)
    .argument('[endpoints...]', 'their names or ids; all of the project')
    .description('write endpoints as YAML that apply takes; secrets are named, never written')
    .action(async (called: string[], options: Common, command: Command) => {
      const api = apiFor(options, around, command);
      const ids: string[] = [];
      for (const each of called) ids.push(await endpointIdOf(api, each));
      if (called.length === 0)
        for await (const each of allOf(api, 'endpointId', {})) ids.push(each['id'] as string);
      for (const [n, id] of ids.entries()) {
        if (n > 0) around.out('---\n');
        for await (const text of api.text(`/v1/endpoints/${id}/export`)) around.out(text);
      }
      if (ids.length === 0) say(around, options, 'There is no endpoint in this project.');
    });
