import type { Command } from 'commander';
import { type Common, type Surroundings, apiFor, commandFor, print } from './command.ts';
import { type Policy, type Setting, policiesWith, policyOf, settingOf } from './policies.ts';
import { simulate, simulationText } from './simulate.ts';

export const simulateCommand = (around: Surroundings): Command =>
  commandFor('simulate', around)
    .argument('<endpoint>', 'its name or its id')
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
      const { from, to, policy, set } = options;
      const policies = policiesWith(policy, set);
      if (typeof policies === 'string') return command.error(`error: ${policies}`);
      const simulation = await simulate(apiFor(options, around, command), endpoint, { from, to, policies });
      await print(around, options, {
        value: simulation,
        items: simulation.policies,
        text: () => simulationText(simulation),
      });
    });
type SimulateOptions = Common & Readonly<{ from?: string; to?: string; policy: Policy[]; set: Setting[] }>;
