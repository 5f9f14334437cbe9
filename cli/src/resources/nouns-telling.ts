import type { Resource } from './resource.ts';

const DELIVERIES = [
  'TIME=queuedAt|time',
  'ID=id',
  'TYPE=type',
  'TITLE=title',
  'STATE=state',
  'TRIES=tries',
  'STATUS=lastStatus',
  'LAST=lastError|short',
];

const alert: Resource = {
  noun: 'alert',
  plural: 'alerts',
  about: 'what is watched, and what it says now',
  columns: [
    'ALERT=name',
    'ID=id',
    'METRIC=metric',
    'WHEN=operator',
    'THRESHOLD=threshold|figure',
    'SECONDS=forSeconds',
    'OF=endpointId',
    'SEVERITY=severity',
    'STATE=state',
    'FIRING=firing',
    'MUTED=isMuted|yes',
  ],
  wide: ['PROBLEM=problem|short', 'JUDGED=evaluatedAt|time', 'CHANNELS=channelIds'],
  alone: 'list',
  verbs: {
    list: { operation: 'Alert.all', nothing: 'No alerts.' },
    get: { operation: 'Alert.one' },
    update: {
      operation: 'Alert.change',
      options: { endpoint: 'endpointId', channel: 'channelIds' },
      names: { endpointId: 'endpointId', channelIds: 'channelId' },
    },
    show: {
      operation: 'Alert.instances',
      aliases: ['instances'],
      columns: [
        'ENDPOINT=endpointId',
        'REPLICA=replicaId',
        'STATE=state',
        'SINCE=since|time',
        'VALUE=value|figure',
      ],
      nothing: 'It has judged nothing yet.',
    },
    history: {
      operation: 'Alert.history',
      columns: [
        'TIME=at|time',
        'ENDPOINT=endpointId',
        'REPLICA=replicaId',
        'BECAME=to',
        'BY=cause',
        'VALUE=value|figure',
        'THRESHOLD=threshold|figure',
        'MUTED=isMuted|yes',
      ],
      nothing: 'It has never fired.',
    },
    unmute: { operation: 'Alert.unmute', says: 'It is told again.' },
    test: { operation: 'Alert.test', columns: ['DELIVERIES=deliveryIds'] },
    delete: {
      operation: 'Alert.remove',
      aliases: ['remove'],
      confirm: 'prompt',
      says: '{called} is removed.',
    },
  },
};

const channel: Resource = {
  noun: 'channel',
  plural: 'channels',
  about: 'who is told, and how that fares',
  columns: [
    'CHANNEL=name',
    'ID=id',
    'KIND=kind',
    'MAIL=addresses',
    'URL=url',
    'HEARS OF=notices',
    'WAITING=waiting',
    'STATE=state',
    'LAST ERROR=lastError|short',
  ],
  alone: 'list',
  verbs: {
    list: { operation: 'Channel.all', nothing: 'No channels.' },
    get: { operation: 'Channel.one', aliases: ['show'] },
    update: { operation: 'Channel.change', options: { to: 'url', hears: 'notices', email: 'addresses' } },
    test: { operation: 'Channel.test', columns: ['DELIVERY=deliveryId'], bare: 'deliveryId' },
    deliveries: {
      operation: 'Channel.deliveries',
      columns: DELIVERIES,
      nothing: 'Nothing was ever delivered by it.',
    },
    replay: {
      operation: 'Channel.replay',
      options: { delivery: 'deliveryId' },
      columns: ['DELIVERIES=deliveries'],
      says: '{deliveries} are on their way again.',
    },
    delete: {
      operation: 'Channel.remove',
      aliases: ['remove'],
      confirm: 'prompt',
      says: '{called} is removed.',
    },
  },
};

const webhook: Resource = {
  noun: 'webhook',
  plural: 'webhooks',
  about: 'URLs that are told of events, signed and in order',
  columns: [
    'WEBHOOK=id',
    'URL=url',
    'EVENTS=eventTypes|short',
    'STATE=state',
    'WAITING=waiting',
    'DELIVERED=lastDeliveredAt|time',
    'FAILING SINCE=failingSince|time',
  ],
  wide: ['DESCRIPTION=description', 'DELIVERIES=deliveries', 'WHY=reason.message|short'],
  alone: 'list',
  verbs: {
    list: { operation: 'Webhook.all', nothing: 'No webhooks.' },
    get: { operation: 'Webhook.one', aliases: ['show'] },
    create: {
      operation: 'Webhook.subscribe',
      aliases: ['subscribe'],
      arguments: ['url', 'eventTypes'],
      isWhole: true,
      says: 'The secret is shown this once: keep it.',
    },
    update: { operation: 'Webhook.change', options: { to: 'url', events: 'eventTypes' } },
    rotate: { operation: 'Webhook.rotate', isWhole: true, says: 'The secret is shown this once: keep it.' },
    test: { operation: 'Webhook.test', columns: ['DELIVERY=deliveryId'], bare: 'deliveryId' },
    deliveries: {
      operation: 'Webhook.deliveries',
      columns: [
        'TIME=queuedAt|time',
        'ID=id',
        'TYPE=eventType',
        'STATE=state',
        'TRIES=tries',
        'STATUS=lastStatus',
        'LAST=lastError|short',
      ],
      nothing: 'Nothing was ever delivered to it.',
    },
    replay: {
      operation: 'Webhook.replay',
      options: { delivery: 'deliveryId' },
      columns: ['FROM=fromPosition', 'TO=toPosition'],
    },
    'signing-key': {
      operation: 'WebhookSecret.secret',
      about: 'Get the key that notices and results are signed with',
    },
    delete: {
      operation: 'Webhook.remove',
      aliases: ['remove'],
      confirm: 'prompt',
      says: '{called} is removed.',
    },
  },
};

const logSink: Resource = {
  noun: 'log-sink',
  plural: 'log-sinks',
  about: 'receivers that lines are shipped to',
  columns: [
    'SINK=id',
    'KIND=kind',
    'URL=url',
    'STATE=state',
    'SENT=linesSent',
    'REJECTED=linesRejected',
    'LAG S=lagSeconds|figure',
    'LAST ERROR=lastError|short',
  ],
  wide: ['DESCRIPTION=description', 'ENDPOINTS=endpointIds', 'HEADERS=headerNames'],
  alone: 'list',
  verbs: {
    list: { operation: 'LogSink.all', nothing: 'No log sinks.' },
    get: { operation: 'LogSink.one', aliases: ['show'] },
    create: {
      operation: 'LogSink.create',
      arguments: ['kind', 'url'],
      options: { endpoint: 'endpointIds', header: 'headers' },
      names: { endpointIds: 'endpointId' },
    },
    update: {
      operation: 'LogSink.change',
      options: { to: 'url', endpoint: 'endpointIds', header: 'headers' },
      names: { endpointIds: 'endpointId' },
    },
    test: { operation: 'LogSink.test', columns: ['DELIVERED=delivered|yes', 'STATUS=status', 'ERROR=error'] },
    delete: {
      operation: 'LogSink.remove',
      aliases: ['remove'],
      confirm: 'prompt',
      says: '{called} is removed.',
    },
  },
};

export const TELLING_NOUNS: readonly Resource[] = [alert, channel, webhook, logSink];
