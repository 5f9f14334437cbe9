import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Common, type Surroundings, apiFor, commandFor, misused, pause, timeOf } from './command.ts';
import { type Wanted, followed, lineText, lines } from './logs.ts';

const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const STREAMS = ['stdout', 'stderr', 'pushed', 'platform'];

const tailOf = (text: string): string => {
  if (/^(?:all|[1-9]\d{0,2}|[1-4]\d{3}|5000)$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a whole number from 1 to 5000, or all.');
};

export const logsCommand = (around: Surroundings): Command =>
  commandFor('logs', around)
    .argument('<endpoint>', 'its name or its id')
    .description('show what its replicas say, those that are gone too, and what the platform says of them')
    .option('-n, --tail <count>', 'how many of the newest, or all', tailOf, '100')
    .option('-f, --follow', 'go on with each line as it comes')
    .option('--since <time>', 'like 30s, 15m, 2h, 7d or 2030-01-31T00:00:00Z', timeOf)
    .option('--until <time>', 'the same', timeOf)
    .option('-s, --search <text>', 'only lines that hold this text')
    .option('-i, --ignore-case', 'of the search: in upper or lower case')
    .option('--regex', 'the search is an expression in RE2’s syntax')
    .option('--replica <id>', 'only lines of this replica')
    .option('-p, --previous', 'only lines of the replica before: before --replica, or before the newest')
    .addOption(new Option('--severity <severity>', 'only lines at least so grave').choices(SEVERITIES))
    .addOption(new Option('--stream <stream>', 'only lines that came this way').choices(STREAMS))
    .option('--trace <id>', 'only lines that name this trace')
    .option('--request <id>', 'only lines that name this request')
    .option('-t, --timestamps', 'each line after its time')
    .option('--json', 'the same as -o json: one object a line')
    .action(async (endpoint: string, options: Options, command: Command) => {
      const { follow } = options;
      const wrong = wrongIn(options);
      if (wrong !== undefined) throw misused(wrong);
      const api = apiFor(options, around, command);
      const isJson = options.json === true || options.output === 'json' || options.output === 'jsonl';
      const found =
        follow === true
          ? followed(api, endpoint, options, (ms) => pause(ms, around.signal))
          : lines(api, endpoint, options);
      for await (const line of found)
        around.out(isJson ? `${JSON.stringify(line)}\n` : lineText(line, options));
    });
type Options = Common & Wanted & Readonly<{ follow?: boolean; timestamps?: boolean; json?: boolean }>;

const wrongIn = ({ search, ignoreCase, regex, follow, until, previous }: Options): string | undefined => {
  if (search === undefined && (ignoreCase ?? regex) !== undefined)
    return '--ignore-case and --regex are about --search: give it too';
  if (follow === true && (until ?? previous) !== undefined)
    return 'what --until and --previous name has an end: leave out --follow';
  return undefined;
};
