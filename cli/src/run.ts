import { type Command, CommanderError, Option } from 'commander';
import { type Common, type Surroundings, commandFor } from './command.ts';
import { COMMANDS, type Entry, entryCalled, named } from './commands.ts';
import { EXIT, Failed, Interrupted } from './exits.ts';

export { EXIT } from './exits.ts';

/** @returns the exit code */
export const run = async (args: readonly string[], around: Surroundings): Promise<number> => {
  try {
    const program = await programFor(args, around);
    await program.parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.misused;
    if (error instanceof Interrupted || around.signal?.aborted) return EXIT.interrupted;
    if (!(error instanceof Failed)) throw error;
    around.err(`tidegate: ${error.lines.filter(Boolean).join('\n')}\n`);
    return error.exit;
  }
};

/** @param args without any of them every command is there */
export const programFor = async (
  args: readonly string[] | undefined,
  around: Surroundings,
): Promise<Command> => {
  const program = commandFor('tidegate', around)
    .description('Serverless GPU inference endpoints on your own machines')
    .usage('[options] <command>')
    .exitOverride()
    .configureOutput({ writeOut: around.out, writeErr: around.err })
    .showHelpAfterError('Run with --help for what there is.')
    .helpCommand(false)
    .addOption(new Option('-v, --version', 'say which one this is'))
    // A list and what is done to one of it share a word: each has options of its own.
    .enablePositionalOptions();
  const wanted = args && entryCalled(firstWord(args, program));
  for (const entry of COMMANDS) program.addCommand(await commandOf(entry, wanted, { args, around }));
  program.hook('preAction', (_, action) => passOn(action));
  program.action(async (options: Readonly<{ version?: boolean }>) => {
    if (options.version !== true) program.help({ error: true });
    const { version } = await import('./version.ts');
    around.out(`${version()}\n`);
  });
  inherit(program);
  return program;
};

/** Only what is asked for is read: the others have a line in the help. */
const commandOf = async (
  entry: Entry,
  wanted: Entry | undefined,
  { args, around }: Readonly<{ args: readonly string[] | undefined; around: Surroundings }>,
): Promise<Command> => {
  if (args !== undefined && entry !== wanted) return named(entry);
  const command = (await entry.load(around)).helpGroup(entry.group);
  return entry.alias === undefined || command.alias() ? command : command.alias(entry.alias);
};

/** The first word that is neither an option nor the value of one. */
const firstWord = (args: readonly string[], program: Command): string => {
  for (let n = 0; n < args.length; n++) {
    const word = args[n] ?? '';
    if (!word.startsWith('-')) return word;
    const option = program.options.find(({ short, long }) => word === short || word === long);
    if (option?.required) n++;
  }
  return '';
};

/** What stands before a command counts as if it stood behind it. */
const passOn = (action: Command): void => {
  for (let above = action.parent; above; above = above.parent)
    for (const [name, value] of Object.entries(above.opts<Common>()))
      if (action.getOptionValue(name) === undefined) action.setOptionValue(name, value);
};

/** Exits and outputs are those of the program, however deep a command lies. */
const inherit = (above: Command): void => {
  for (const command of above.commands) {
    command.copyInheritedSettings(above);
    inherit(command);
  }
};
