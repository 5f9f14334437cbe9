import { type Command, Option } from 'commander';
import type { Api } from './api.ts';
import {
  type Common,
  type Surroundings,
  apiFor,
  commandFor,
  misused,
  print,
  timeOf,
  wholeUpTo,
} from './command.ts';
import { endpointIdOf } from './endpoints.ts';
import { asked } from './pages.ts';
import { BY, type By, type Wanted, hourly, hourlyText, requests, requestsText } from './requests.ts';

type Options = Common &
  Wanted &
  Readonly<{ hourly?: boolean; by: By; json?: boolean; export?: 'csv' | 'ndjson' }>;

export const requestsCommand = (around: Surroundings): Command =>
  commandFor('requests', around)
    .argument('[endpoint]', 'its name or its id; with --hourly alone the whole project')
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
    .addOption(new Option('--export <format>', 'all of them, as a file').choices(['csv', 'ndjson']))
    .option('--json', 'the same as -o json')
    .action(async (endpoint: string | undefined, options: Options, command: Command) => {
      const api = apiFor(options, around, command);
      if (options.hourly === true) {
        checkHourly(options);
        const hours = await hourly(api, endpoint, options);
        await print(around, options, {
          value: hours,
          items: hours.items,
          text: () => hourlyText(hours, options.by),
        });
        return;
      }
      if (endpoint === undefined) throw misused('Say of which endpoint; --hourly sums up the whole project.');
      if (options.export) await exported(around, api, endpoint, options);
      else {
        const found = await requests(api, endpoint, options);
        await print(around, options, { value: found, items: found.items, text: () => requestsText(found) });
      }
    });

const checkHourly = ({ status, caller, replica, request, slowerMs, export: file }: Options): void => {
  if ([status, caller, replica, request, slowerMs, file].some((given) => given !== undefined))
    throw misused('--hourly counts all requests: it goes with --since, --until and --by alone.');
};

const exported = async (
  around: Surroundings,
  api: Api,
  endpoint: string,
  options: Options,
): Promise<void> => {
  const { since, until, status, caller, replica, request, slowerMs, export: format } = options;
  const query = { since, until, status, token: caller, replica, request, minDurationMs: slowerMs, format };
  const path = `/v1/endpoints/${await endpointIdOf(api, endpoint)}/requests/export`;
  for await (const text of api.text(asked(path, query))) around.out(text);
};
