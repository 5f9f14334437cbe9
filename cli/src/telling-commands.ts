import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Alert,
  type Instance,
  type Transition,
  alertCalled,
  alerts,
  alertsText,
  historyText,
  instancesText,
} from './alerts.ts';
import {
  type Channel,
  channelCalled,
  channels,
  channelsText,
  type Delivery,
  deliveriesText,
} from './channels.ts';
import { type Common, type Surroundings, apiFor, commandFor, json, wholeUpTo } from './command.ts';
import { endpointIdOf } from './endpoints.ts';
import { listed } from './pages.ts';

type Limited = Common & Readonly<{ limit: number }>;

const listText = <Item>(
  { output }: Common,
  items: readonly Item[],
  text: (items: readonly Item[]) => string,
): string => (output === 'json' ? json({ items }) : text(items));

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const spanOf = (text: string): number => {
  const [, count, unit] = /^(\d{1,7})([smhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return Number(count) * (UNITS[unit] ?? 1);
  throw new InvalidArgumentError('It must be like 90s, 10m, 2h or 7d.');
};
const numberOf = (text: string): number => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number.');
};
const listOf = (text: string, before: readonly string[] = []): string[] => [...before, ...text.split(',')];

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

const createAlert = (around: Surroundings): Command =>
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
      if ((above === undefined) === (below === undefined))
        return command.error('error: say one of --above and --below');
      const api = apiFor(options, around, command);
      const channelIds: string[] = [];
      for (const called of options.channel) channelIds.push((await channelCalled(api, called)).id);
      const made: Alert = await api.call('POST', '/v1/alerts', {
        ...{ name, metric: options.metric, operator: above === undefined ? 'below' : 'above' },
        ...{ threshold: above ?? below, forSeconds: options.for, windowSeconds: options.window },
        ...{ clearThreshold: options.clear, severity: options.severity, scope: options.scope, channelIds },
        ...{ aggregate: options.aggregate, noData: options.withoutData, repeatEverySeconds: options.repeat },
        description: options.description,
        ...(options.endpoint !== undefined && { endpointId: await endpointIdOf(api, options.endpoint) }),
      });
      around.out(options.output === 'json' ? json(made) : alertsText([made]));
    });

const onAlert = (name: string, around: Surroundings, description: string): Command =>
  commandFor(name, around).argument('<alert>', 'its name or its id').description(description);

const alertLists = (around: Surroundings): Command[] => [
  onAlert('history', around, 'list each time that it fired or was resolved, the newest first')
    .option('--limit <count>', 'how many', wholeUpTo(10_000), 50)
    .action(async (called: string, options: Limited, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await alertCalled(api, called);
      const all = await listed<Transition>(api, `/v1/alerts/${id}/history`, {}, options.limit);
      around.out(listText(options, all, historyText));
    }),
  onAlert('show', around, 'list what it says of each endpoint or replica now')
    .option('--limit <count>', 'how many', wholeUpTo(10_000), 200)
    .action(async (called: string, options: Limited, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await alertCalled(api, called);
      const all = await listed<Instance>(api, `/v1/alerts/${id}/instances`, {}, options.limit);
      around.out(listText(options, all, instancesText));
    }),
];

const alertActions = (around: Surroundings): Command[] => [
  onAlert('mute', around, 'tell nobody for a while that it begins to fire')
    .requiredOption('--for <time>', 'like 30m, 2h or 7d', spanOf)
    .action(async (called: string, options: Common & Readonly<{ for: number }>, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await alertCalled(api, called);
      const until = new Date(Date.now() + options.for * 1000).toISOString();
      const muted: Alert = await api.call('POST', `/v1/alerts/${id}/mute`, { until });
      around.out(options.output === 'json' ? json(muted) : `Muted until ${until}.\n`);
    }),
  onAlert('unmute', around, 'end its mute').action(
    async (called: string, options: Common, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await alertCalled(api, called);
      const heard: Alert = await api.call('POST', `/v1/alerts/${id}/unmute`);
      around.out(options.output === 'json' ? json(heard) : 'It is told again.\n');
    },
  ),
  onAlert('test', around, 'send a notice by each of its channels').action(
    async (called: string, options: Common, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await alertCalled(api, called);
      const sent = await api.call<Readonly<{ deliveryIds: string[] }>>('POST', `/v1/alerts/${id}/test`);
      around.out(options.output === 'json' ? json(sent) : sent.deliveryIds.map((one) => `${one}\n`).join(''));
    },
  ),
  onAlert('remove', around, 'watch no more').action(
    async (called: string, options: Common, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await alertCalled(api, called);
      await api.remove(`/v1/alerts/${id}`);
      around.out(options.output === 'json' ? json({ id }) : `${id} is removed.\n`);
    },
  ),
];

const alertsCommand = (around: Surroundings): Command => {
  const all = commandFor('alerts', around)
    .description('list alerts and what they say now; create, mute, test or remove one')
    .addOption(
      new Option('--state <state>', 'only those').choices(['normal', 'pending', 'recovering', 'firing']),
    )
    .action(async (options: Common & Readonly<{ state?: string }>, command: Command) => {
      around.out(
        listText(options, await alerts(apiFor(options, around, command), options.state), alertsText),
      );
    });
  for (const one of [createAlert(around), ...alertLists(around), ...alertActions(around)])
    all.addCommand(one);
  return all;
};

type ChannelOptions = Common &
  Readonly<{ email: readonly string[]; webhook?: string; slack?: string; hears: readonly string[] }>;

const createChannel = (around: Surroundings): Command =>
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
      if (places.length !== 1) return command.error('error: say one of --email, --webhook and --slack');
      const api = apiFor(options, around, command);
      const made: Channel = await api.call('POST', '/v1/channels', { name, ...places[0], notices });
      around.out(options.output === 'json' ? json(made) : channelsText([made]));
    });

const onChannel = (name: string, around: Surroundings, description: string): Command =>
  commandFor(name, around).argument('<channel>', 'its name or its id').description(description);

const channelActions = (around: Surroundings): Command[] => [
  onChannel('test', around, 'send a notice by it').action(
    async (called: string, options: Common, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await channelCalled(api, called);
      const sent = await api.call<Readonly<{ deliveryId: string }>>('POST', `/v1/channels/${id}/test`);
      around.out(options.output === 'json' ? json(sent) : `${sent.deliveryId}\n`);
    },
  ),
  onChannel('deliveries', around, 'list what went by it and what became of that, the newest first')
    .addOption(new Option('--state <state>', 'only those').choices(['queued', 'delivered', 'failed']))
    .option('--limit <count>', 'how many', wholeUpTo(10_000), 50)
    .action(async (called: string, options: Limited & Readonly<{ state?: string }>, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await channelCalled(api, called);
      const { state, limit } = options;
      const all = await listed<Delivery>(api, `/v1/channels/${id}/deliveries`, { state }, limit);
      around.out(listText(options, all, deliveriesText));
    }),
  onChannel('replay', around, 'send again what was given up, or one delivery')
    .option('--delivery <id>', 'this one alone')
    .action(async (called: string, options: Common & Readonly<{ delivery?: string }>, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await channelCalled(api, called);
      const wish = { deliveryId: options.delivery };
      const sent = await api.call<Readonly<{ deliveries: number }>>(
        'POST',
        `/v1/channels/${id}/replay`,
        wish,
      );
      around.out(options.output === 'json' ? json(sent) : `${sent.deliveries} are on their way again.\n`);
    }),
  onChannel('remove', around, 'be told by it no more').action(
    async (called: string, options: Common, command: Command) => {
      const api = apiFor(options, around, command);
      const { id } = await channelCalled(api, called);
      await api.remove(`/v1/channels/${id}`);
      around.out(options.output === 'json' ? json({ id }) : `${id} is removed.\n`);
    },
  ),
];

const channelsCommand = (around: Surroundings): Command => {
  const all = commandFor('channels', around)
    .description('list channels and how they fare; create, test, replay or remove one')
    .action(async (options: Common, command: Command) => {
      around.out(listText(options, await channels(apiFor(options, around, command)), channelsText));
    });
  for (const one of [createChannel(around), ...channelActions(around)]) all.addCommand(one);
  return all;
};

/** Everything about who is told of what. */
export const ALERT_COMMANDS: readonly ((around: Surroundings) => Command)[] = [
  alertsCommand,
  channelsCommand,
];
