import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Common,
  type Surroundings,
  apiFor,
  commandFor,
  misused,
  pause,
  print,
  timeOf,
  wholeUpTo,
} from './command.ts';
import { Interrupted } from './exits.ts';
import { type Wanted, metricNames, metrics, metricsText, namesText } from './metrics.ts';
import { textOf } from './output.ts';
import { SORTS, type Sort, type Top, top, topText } from './top.ts';

const lengthOf = (text: string): string => {
  if (/^\d{1,6}[smhd]$/.test(text)) return text;
  throw new InvalidArgumentError('It must be like 10s, 5m, 1h or 1d.');
};

export const metricsCommand = (around: Surroundings): Command =>
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
    .option('--all', 'of the whole project: all arguments are names')
    .option('--list', 'list what is measured')
    .option('--scrape', 'everything as it is now, as Prometheus reads it')
    .option('--json', 'the same as -o json')
    .action(async (endpoint: string | undefined, names: string[], options: Options, command: Command) => {
      const api = apiFor(options, around, command);
      if (options.scrape === true) {
        for await (const text of api.text('/v1/metrics')) around.out(text);
        return;
      }
      if (options.list === true) {
        const all = await metricNames(api);
        await print(around, options, { value: all, items: all.items, text: () => namesText(all) });
        return;
      }
      const { of, wanted } = askedFor(endpoint, names, options);
      if (of === undefined && (options.replica !== undefined || options.replicas === true))
        throw misused('--replica and --replicas are about one endpoint: name it.');
      const found = await metrics(api, of, wanted, { ...options, since: options.since ?? timeOf('1h') });
      await print(around, options, { value: found, items: found.series, text: () => metricsText(found) });
    });
type Options = Common &
  Partial<Wanted> &
  Readonly<{ all?: boolean; list?: boolean; scrape?: boolean; json?: boolean }>;

/** Of the project all that is said are names. */
const askedFor = (
  endpoint: string | undefined,
  names: readonly string[],
  { all }: Options,
): Readonly<{ of: string | undefined; wanted: readonly string[] }> =>
  all === true && endpoint !== undefined
    ? { of: undefined, wanted: [endpoint, ...names] }
    : { of: endpoint, wanted: names };

const CLEAR = '\u001b[H\u001b[2J';

export const topCommand = (around: Surroundings): Command =>
  commandFor('top', around)
    .description('show what every endpoint does now: replicas, calls, latency, GPUs, cost')
    .option('--window <length>', 'over how long', lengthOf, '1m')
    .addOption(new Option('--sort <what>', 'what comes first').choices(SORTS).default('name'))
    .option('--every <seconds>', 'again and again, until it is ended', wholeUpTo(3600))
    .option('--times <count>', 'with --every: so often', wholeUpTo(1_000_000))
    .option('--json', 'the same as -o json')
    // eslint-disable-next-line complexity -- each line is an option and what it means
    .action(async (options: TopOptions, command: Command) => {
      const { sort, window, every, times } = options;
      if (every === undefined && times !== undefined) throw misused('--times goes with --every.');
      const api = apiFor(options, around, command);
      const look = (): Promise<Top> => top(api, { sort, window });
      for await (const found of shownAgain(look, { every, times, signal: around.signal })) {
        const text = await textOf(
          { value: found, items: found.endpoints, text: () => topText(found) },
          options.json === true ? { ...options, output: 'json' } : options,
        );
        const isPicture =
          every !== undefined && options.json !== true && (options.output ?? 'table') === 'table';
        around.out((isPicture && around.isTty?.out !== false ? CLEAR : '') + text);
      }
    });
type TopOptions = Common &
  Readonly<{ sort: Sort; window: string; every?: number; times?: number; json?: boolean }>;

type Again = Readonly<{
  every: number | undefined;
  times: number | undefined;
  signal: AbortSignal | undefined;
}>;

/** Once; or every so many seconds, until it was often enough. */
async function* shownAgain<Shown>(
  look: () => Promise<Shown>,
  { every, times = Infinity, signal }: Again,
): AsyncGenerator<Shown, void> {
  yield await look();
  if (every === undefined) return;
  for (let turn = 1; turn < times; turn++) {
    await pause(every * 1000, signal);
    if (signal?.aborted) throw new Interrupted();
    yield await look();
  }
}
