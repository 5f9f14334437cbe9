import type { Command } from 'commander';
import { type Common, type Surroundings, apiFor, commandFor, print, wholeUpTo } from './command.ts';
import { scalingText, why } from './why.ts';

export const whyCommand = (around: Surroundings): Command =>
  commandFor('why', around)
    .argument('<endpoint>', 'its name or its id')
    .description('say why it has the replicas it has, and how that came')
    .option('--decisions <count>', 'how many of the last decisions', wholeUpTo(100), 10)
    .action(async (endpoint: string, options: Common & Readonly<{ decisions: number }>, command: Command) => {
      const scaling = await why(apiFor(options, around, command), endpoint, options.decisions);
      await print(around, options, {
        value: scaling,
        items: scaling.decisions,
        text: () => scalingText(scaling),
      });
    });
