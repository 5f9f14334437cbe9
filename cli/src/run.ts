import { Command, CommanderError, Option } from 'commander';
import { Failed } from './api.ts';
import { type Common, type Surroundings, apiFor, commandFor, json, timeOf, wholeUpTo } from './command.ts';
import { ALERT_COMMANDS } from './alert-commands.ts';
import { logsCommand } from './logs-command.ts';
import { METRICS_COMMANDS } from './metrics-commands.ts';
import { MONEY_COMMANDS } from './money-commands.ts';
import { type Policy, type Setting, policiesWith, policyOf, settingOf } from './policies.ts';
import { BY, type By, type Wanted, hourly, hourlyText, requests, requestsText } from './requests.ts';
import { simulate, simulationText } from './simulate.ts';
import { scalingText, why } from './why.ts';

/** Done; refused or failed; not understood. */
export const EXIT = { done: 0, failed: 1, misused: 2 } as const;

/** @returns the exit code */
export const run = async (args: readonly string[], around: Surroundings): Promise<number> => {
  try {
    await programFor(around).parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.misused;
    if (!(error instanceof Failed)) throw error;
    around.err(`tidegate: ${error.lines.join('\n')}\n`);
    return EXIT.failed;
  }
};

const programFor = (around: Surroundings): Command => {
  const program = new Command('tidegate')
    .description('Serverless GPU inference endpoints on your own machines')
    .exitOverride()
    .configureOutput({ writeOut: around.out, writeErr: around.err })
    .showHelpAfterError('Run with --help for what there is.')
    .helpCommand(false)
    // A list and what is done to one of it share a word: each has options of its own.
    .enablePositionalOptions();
  for (const command of [
    simulateCommand,
    whyCommand,
    requestsCommand,
    logsCommand,
    ...METRICS_COMMANDS,
    ...MONEY_COMMANDS,
    ...ALERT_COMMANDS,
  ])
    program.addCommand(command(around));
  inherit(program);
  return program;
};

/** Exits and outputs are those of the program, however deep a command lies. */
const inherit = (above: Command): void => {
  for (const command of above.commands) {
    command.copyInheritedSettings(above);
    inherit(command);
  }
};

const onEndpoint = (name: string, around: Surroundings): Command =>
  commandFor(name, around).argument('<endpoint>', 'its name or its id');

const simulateCommand = (around: Surroundings): Command =>
  onEndpoint('simulate', around)
    .description(
      'replay its recorded traffic under other policies: what they would have cost, how long callers would have waited',
    )
    .option('--from <time>', 'like 2030-01-31T00:00:00Z; a day before --to')
    .option('--to <time>', 'now')
    .option(
      '--policy <name[=price]>',
      'one more to compare, e.g. fast, lean or nights=lean (repeat it)',
      policyOf,
      [],
    )
    .option(
      '--set <[policy:]key=value>',
      'a field of its scaling, of one policy or of all, e.g. wide:maxReplicas=4 (repeat it)',
      settingOf,
      [],
    )
    .action(async (endpoint: string, options: SimulateOptions, command: Command) => {
      const { from, to, policy, set, output } = options;
      const policies = policiesWith(policy, set);
      if (typeof policies === 'string') return command.error(`error: ${policies}`);
      const simulation = await simulate(apiFor(options, around, command), endpoint, { from, to, policies });
      around.out(output === 'json' ? json(simulation) : simulationText(simulation));
    });
type SimulateOptions = Common & Readonly<{ from?: string; to?: string; policy: Policy[]; set: Setting[] }>;

const whyCommand = (around: Surroundings): Command =>
  onEndpoint('why', around)
    .description('say why it has the replicas it has, and how that came')
    .option('--decisions <count>', 'how many of the last decisions', wholeUpTo(100), 10)
    .action(async (endpoint: string, options: Common & Readonly<{ decisions: number }>, command: Command) => {
      const scaling = await why(apiFor(options, around, command), endpoint, options.decisions);
      around.out(options.output === 'json' ? json(scaling) : scalingText(scaling));
    });

const requestsCommand = (around: Surroundings): Command =>
  onEndpoint('requests', around)
    .description('list who called it, when, from where, and what became of it; or sum that up by the hour')
    .option('--since <time>', 'like 30m, 24h, 7d or 2030-01-31T00:00:00Z', timeOf)
    .option('--until <time>', 'the same; now', timeOf)
    .option('--status <status>', 'only these, e.g. 503, 5xx or none')
    .option('--caller <token>', 'only those that came with this token: its id or its name')
    .option('--replica <id>', 'only those that this replica had')
    .option('--request <id>', 'only the one with this x-request-id')
    .option('--slower-ms <milliseconds>', 'only those that took so long or longer', wholeUpTo(604_800_000))
    .option('--limit <count>', 'how many of the newest', wholeUpTo(10_000), 50)
    .option('--hourly', 'by the hour, the last day without --since')
    .addOption(new Option('--by <what>', 'what each hour is divided by').choices(BY).default('hour'))
    .option('--json', 'the same as -o json')
    .action(async (endpoint: string, options: RequestsOptions, command: Command) => {
      const api = apiFor(options, around, command);
      const isJson = options.json === true || options.output === 'json';
      if (options.hourly === true) {
        const { status, caller, replica, request, slowerMs } = options;
        if ([status, caller, replica, request, slowerMs].some((given) => given !== undefined))
          return command.error(
            'error: --hourly counts all requests: it goes with --since, --until and --by alone',
          );
        const hours = await hourly(api, endpoint, options);
        around.out(isJson ? json(hours) : hourlyText(hours, options.by));
      } else {
        const listed = await requests(api, endpoint, options);
        around.out(isJson ? json(listed) : requestsText(listed));
      }
    });
type RequestsOptions = Common & Wanted & Readonly<{ hourly?: boolean; by: By; json?: boolean }>;
