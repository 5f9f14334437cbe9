import type { Command } from 'commander';
import {
  type Common,
  type Surroundings,
  apiFor,
  commandFor,
  listOf,
  misused,
  numberOf,
  print,
  say,
  spanOf,
} from './command.ts';
import { endpointIdOf } from './endpoints.ts';
import { idOf } from './resources/kinds.ts';

const ALERT = ['ALERT=name', 'ID=id', 'METRIC=metric', 'WHEN=operator', 'THRESHOLD=threshold', 'STATE=state'];
const CHANNEL = ['CHANNEL=name', 'ID=id', 'KIND=kind', 'MAIL=addresses', 'URL=url', 'STATE=state'];

type CreateOptions = Common &
  Readonly<{
    metric: string;
    above?: number;
    below?: number;
    for: number;
    window: number;
    clear?: number;
    severity: string;
    scope: string;
    endpoint?: string;
    aggregate?: string;
    withoutData?: string;
    repeat?: number;
    channel: readonly string[];
    description?: string;
  }>;

export const alertCreate = (around: Surroundings): Command =>
  commandFor('create', around)
    .argument('<name>', 'what it shall be called')
    .description('watch a metric of each endpoint, and be told')
    .requiredOption('--metric <metric>', 'e.g. latency_p95_seconds')
    .option('--above <threshold>', 'it fires when the value is above this', numberOf)
    .option('--below <threshold>', 'or below this', numberOf)
    .option('--for <time>', 'so long without a break', spanOf, 120)
    .option('--window <time>', 'over which the metric is taken', spanOf, 300)
    .option('--clear <threshold>', 'it is over when the value is no longer beyond this', numberOf)
    .option('--severity <severity>', 'info, warning or critical', 'warning')
    .option('--scope <scope>', 'endpoint, replica or project', 'endpoint')
    .option('--endpoint <endpoint>', 'this one alone: its name or its id')
    .option('--aggregate <aggregate>', 'of the window: avg, max, min, sum, last, p50, p95 or p99')
    .option('--without-data <policy>', 'what no value means: ok, alert or keep')
    .option('--repeat <time>', 'told again so often while it fires', spanOf)
    .option('--channel <channel>', 'by which it is told: its name or its id (repeat it)', listOf, [])
    .option('--description <text>', 'told with each notice')
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const { above, below } = options;
      if ((above === undefined) === (below === undefined)) throw misused('Say one of --above and --below.');
      const api = apiFor(options, around, command);
      const channelIds: string[] = [];
      for (const called of options.channel) channelIds.push(await idOf(api, 'channelId', called));
      const made: unknown = await api.call('POST', '/v1/alerts', {
        ...{ name, metric: options.metric, operator: above === undefined ? 'below' : 'above' },
        ...{ threshold: above ?? below, forSeconds: options.for, windowSeconds: options.window },
        ...{ clearThreshold: options.clear, severity: options.severity, scope: options.scope, channelIds },
        ...{ aggregate: options.aggregate, noData: options.withoutData, repeatEverySeconds: options.repeat },
        description: options.description,
        ...(options.endpoint !== undefined && { endpointId: await endpointIdOf(api, options.endpoint) }),
      });
      await print(around, options, { value: made, columns: ALERT });
    });

export const alertMute = (around: Surroundings): Command =>
  commandFor('mute', around)
    .argument('<alert>', 'its name or its id')
    .description('tell nobody for a while that it begins to fire')
    .requiredOption('--for <time>', 'like 30m, 2h or 7d', spanOf)
    .action(async (called: string, options: Common & Readonly<{ for: number }>, command: Command) => {
      const api = apiFor(options, around, command);
      const until = new Date(Date.now() + options.for * 1000).toISOString();
      const path = `/v1/alerts/${await idOf(api, 'alertId', called)}/mute`;
      const muted: unknown = await api.call('POST', path, { until });
      say(around, options, `Muted until ${until}.`);
      await print(around, options, { value: muted, columns: ALERT });
    });

type ChannelOptions = Common &
  Readonly<{ email: readonly string[]; webhook?: string; slack?: string; hears: readonly string[] }>;

export const channelCreate = (around: Surroundings): Command =>
  commandFor('create', around)
    .argument('<name>', 'what it shall be called')
    .description('be told by mail, by a signed webhook, or in Slack')
    .option('--email <address>', 'by mail to this address (repeat it)', listOf, [])
    .option('--webhook <url>', 'by a signed POST to this URL')
    .option('--slack <url>', 'by a message to this incoming webhook')
    .option(
      '--hears <notice>',
      'what it hears of beside alerts, e.g. endpoint.failed (repeat it)',
      listOf,
      [],
    )
    .action(async (name: string, options: ChannelOptions, command: Command) => {
      const { email, webhook, slack, hears: notices } = options;
      const places = [
        ...(email.length > 0 ? [{ kind: 'email', addresses: email }] : []),
        ...(webhook === undefined ? [] : [{ kind: 'webhook', url: webhook }]),
        ...(slack === undefined ? [] : [{ kind: 'slack', url: slack }]),
      ];
      if (places.length !== 1) throw misused('Say one of --email, --webhook and --slack.');
      const api = apiFor(options, around, command);
      const made: unknown = await api.call('POST', '/v1/channels', { name, ...places[0], notices });
      await print(around, options, { value: made, columns: CHANNEL });
    });
