import { Command } from 'commander';
import type { Surroundings } from '../command.ts';
import { addDefault } from '../default-command.ts';
import type { Resource } from './resource.ts';
import { planOf, verbCommand } from './verb-command.ts';

/** The command of a noun: a verb for each thing that can be done, and those that are written by hand. */
export const nounCommand = (
  resource: Resource,
  around: Surroundings,
  byHand: readonly Command[] = [],
): Command => {
  const { noun, plural, about, alone, verbs } = resource;
  const command = new Command(noun).alias(plural).description(about).helpCommand(false);
  const all = [
    ...Object.entries(verbs).map(([name, verb]) => verbCommand(name, planOf(resource, verb), around)),
    ...byHand,
  ];
  for (const each of all)
    if (each.name() === alone) addDefault(command, each);
    else command.addCommand(each);
  return command;
};
