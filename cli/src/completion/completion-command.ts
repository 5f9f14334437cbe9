import { Command } from 'commander';
import { Api } from '../api.ts';
import type { Surroundings } from '../command.ts';
import { Failed, Interrupted } from '../exits.ts';
import { KINDS, allOf, ownProject } from '../resources/kinds.ts';
import { settingsOf } from '../settings.ts';
import { SCRIPTS } from './scripts.ts';
import { nextOf } from './words.ts';

/** Nobody waits longer for a word. */
const TIMEOUT_MS = 1500;
const MOST = 500;

export const completionCommand = (around: Surroundings): Command => {
  const command = new Command('completion')
    .helpCommand(false)
    .description('let the shell complete commands, options and names; the script says where to put it');
  for (const shell of ['bash', 'zsh', 'fish'] as const)
    command.addCommand(
      new Command(shell).description(`the script for ${shell}`).action(() => around.out(SCRIPTS[shell])),
    );
  const words = new Command('words')
    .argument('[words...]', 'what stands on the line')
    .description('what may come next: what the scripts ask')
    .action(async (line: string[]) => {
      const { programFor } = await import('../run.ts');
      // Only the command that stands there is needed, and the names of the others.
      const program = await programFor(line, around);
      const { words: found, noun, takesFile } = nextOf(program, line.length === 0 ? [''] : line);
      const names = noun === null ? [] : await namesOf(noun, line.at(-1) ?? '', around);
      around.out([...found, ...names, ...(takesFile ? [':files'] : [])].map((each) => `${each}\n`).join(''));
    });
  return command.addCommand(words, { hidden: true });
};

/** Names of things of the platform; none where it does not answer at once. */
// eslint-disable-next-line complexity -- each line is a reason why there are no names
const namesOf = async (noun: string, typed: string, around: Surroundings): Promise<string[]> => {
  const [parameter, kind] =
    Object.entries(KINDS).find(([, each]) => each.noun.replace(' ', '-') === noun) ?? [];
  const { url, token, project } = settingsOf({}, around.defaults);
  if (parameter === undefined || !kind?.by?.[0] || token === null) return [];
  const [field] = kind.by;
  const api = new Api({ url, token, project, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const names: string[] = [];
  try {
    const known = parameter === 'tokenId' ? { projectId: await ownProject(api) } : {};
    for await (const each of allOf(api, parameter, known)) {
      const name = each[field];
      if (typeof name === 'string' && name.startsWith(typed)) names.push(name);
      if (names.length >= MOST) break;
    }
  } catch (error) {
    if (!(error instanceof Failed || error instanceof Interrupted)) throw error;
  }
  return names;
};
