import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Common, type Surroundings, apiFor, commandFor, json, timeOf, wholeUpTo } from './command.ts';
import { type Wanted, metricNames, metrics, metricsText, namesText } from './metrics.ts';
import { SORTS, type Sort, top, topText } from './top.ts';

const lengthOf = (text: string): string => {
  if (/^\d{1,6}[smhd]$/.test(text)) return text;
  throw new InvalidArgumentError('It must be like 10s, 5m, 1h or 1d.');
};

const metricsCommand = (around: Surroundings): Command =>
  commandFor('metrics', around)
    .argument('[endpoint]', 'its name or its id; the whole project')
    .argument('[names...]', 'which, as --list shows them; some usual ones')
    .description(
      'show how an endpoint, its replicas or the project did: requests, latency, replicas, GPUs, cost',
    )
    .option('--since <time>', 'like 30m, 24h, 7d or 2030-01-31T00:00:00Z', timeOf)
    .option('--until <time>', 'the same; now', timeOf)
    .option('--step <length>', 'of each step, e.g. 1m; steps that make a good chart', lengthOf)
    .option('--replica <id>', 'of this replica alone')
    .option('--replicas', 'of each replica by itself')
    .option('--project', 'of the whole project: all arguments are names')
    .option('--list', 'list what is measured')
    .option('--json', 'the same as -o json')
    .action(async (endpoint: string | undefined, names: string[], options: Options, command: Command) => {
      const api = apiFor(options, around, command);
      if (options.list === true) {
        const all = await metricNames(api);
        around.out(isJson(options) ? json(all) : namesText(all));
        return;
      }
      const { of, wanted } = askedFor(endpoint, names, options);
      if (of === undefined && (options.replica !== undefined || options.replicas === true))
        return command.error('error: --replica and --replicas are about one endpoint: name it');
      const found = await metrics(api, of, wanted, { ...options, since: options.since ?? timeOf('1h') });
      around.out(isJson(options) ? json(found) : metricsText(found));
    });
type Options = Common & Partial<Wanted> & Readonly<{ project?: boolean; list?: boolean; json?: boolean }>;

const isJson = ({ json: asked, output }: Pick<Options, 'json' | 'output'>): boolean =>
  asked === true || output === 'json';

/** Of the project all that is said are names. */
const askedFor = (
  endpoint: string | undefined,
  names: readonly string[],
  { project }: Options,
): Readonly<{ of: string | undefined; wanted: readonly string[] }> =>
  project === true && endpoint !== undefined
    ? { of: undefined, wanted: [endpoint, ...names] }
    : { of: endpoint, wanted: names };

const CLEAR = '\u001b[H\u001b[2J';

const topCommand = (around: Surroundings): Command =>
  commandFor('top', around)
    .description('show what every endpoint does now: replicas, calls, latency, GPUs, cost')
    .option('--window <length>', 'over how long', lengthOf, '1m')
    .addOption(new Option('--sort <what>', 'what comes first').choices(SORTS).default('name'))
    .option('--every <seconds>', 'again and again, until it is ended', wholeUpTo(3600))
    .option('--times <count>', 'with --every: so often', wholeUpTo(1_000_000))
    .option('--json', 'the same as -o json')
    .action(async (options: TopOptions, command: Command) => {
      const { sort, window, every, times } = options;
      if (every === undefined && times !== undefined)
        return command.error('error: --times goes with --every');
      const api = apiFor(options, around, command);
      const clear = every === undefined || isJson(options) ? '' : CLEAR;
      for await (const found of shownAgain(() => top(api, { sort, window }), every, times))
        around.out(clear + (isJson(options) ? json(found) : topText(found)));
    });
type TopOptions = Common &
  Readonly<{ sort: Sort; window: string; every?: number; times?: number; json?: boolean }>;

/** Once; or every so many seconds, until it was often enough. */
async function* shownAgain<Shown>(
  look: () => Promise<Shown>,
  everySeconds: number | undefined,
  times = Infinity,
): AsyncGenerator<Shown, void> {
  yield await look();
  if (everySeconds === undefined) return;
  for (let turn = 1; turn < times; turn++) {
    await pause(everySeconds * 1000);
    yield await look();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const METRICS_COMMANDS = [metricsCommand, topCommand];
