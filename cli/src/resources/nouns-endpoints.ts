import type { Resource, Verb } from './resource.ts';

const SAID: Verb['columns'] = [
  'ENDPOINT=name',
  'STATE=state',
  'READY=replicas.ready/replicas.desired',
  'HARDWARE=hardware.id',
  'MODEL=model',
  'AGE=createdAt|age',
];
/** Short names of what is set most. */
const SHORT: Readonly<Record<string, string>> = {
  min: 'scaling.minReplicas',
  max: 'scaling.maxReplicas',
  idle: 'scaling.idleTimeoutSeconds',
  'wait-price': 'scaling.waitPrice',
  rules: 'scaling.rules',
  tag: 'tags',
  env: 'environment',
  secret: 'secrets',
  arg: 'engineArguments',
  'security-group': 'securityGroups',
  domain: 'customDomains',
};
const NAMED = { securityGroups: 'securityGroupId' };
const action = (operation: string, waits: Verb['waits'], says: string): Verb => ({
  operation,
  ...(waits && { waits }),
  says,
});

const endpoint: Resource = {
  noun: 'endpoint',
  plural: 'endpoints',
  about: 'deploy models and images, change them, start and stop them',
  columns: SAID,
  wide: [
    'FRAMEWORK=framework',
    'REVISION=revision',
    'VISIBILITY=visibility',
    'ID=id',
    'URL=url',
    'WHY=reason.message|short',
  ],
  alone: 'list',
  verbs: {
    list: {
      operation: 'Endpoint.all',
      nothing:
        'There is no endpoint in this project. Make one: tidegate endpoint create demo --model tidegate/tiny',
    },
    get: { operation: 'Endpoint.one', aliases: ['show'] },
    create: {
      operation: 'Endpoint.create',
      arguments: ['name'],
      options: SHORT,
      names: NAMED,
      waits: 'settled',
      judges: 'validateOnly',
      says: '{name} is {state}. Call it at {platform}{url}; say tidegate why {name} to see what it does.',
    },
    update: {
      operation: 'Endpoint.update',
      options: SHORT,
      without: ['name'],
      names: NAMED,
      waits: 'settled',
      judges: 'validateOnly',
      says: '{name} is at revision {revision}.',
    },
    delete: {
      operation: 'Endpoint.remove',
      aliases: ['remove'],
      without: ['confirm'],
      confirm: 'name',
      waits: 'gone',
      says: '{called} is being deleted.',
    },
    start: action('EndpointAction.start', 'settled', '{name} is {state}.'),
    stop: action('EndpointAction.stop', 'stopped', '{name} is {state}.'),
    restart: action('EndpointAction.restart', 'settled', '{name} is {state}.'),
    disable: action('EndpointAction.disable', 'disabled', '{name} is {state}.'),
    enable: action('EndpointAction.enable', 'settled', '{name} is {state}.'),
    rollback: {
      ...action(
        'Revision.rollback',
        'settled',
        '{name} returns to an earlier revision as revision {revision}.',
      ),
      arguments: ['revision'],
    },
    shift: {
      operation: 'Revision.shift',
      arguments: ['percent'],
      says: 'The canary has {rollout.percent} % now.',
    },
    promote: action('Revision.promote', 'settled', 'The new revision of {name} takes over.'),
    abort: action('Revision.abort', 'settled', '{name} returns to the revision before.'),
    export: { operation: 'Manifest.export', aliases: ['manifest'] },
    cost: {
      operation: 'Cost.ofEndpoint',
      part: { path: 'lines' },
      columns: [
        'KIND=kind',
        'REPLICA=replicaId',
        'REVISION=revision',
        'OF=sku',
        'MONTH=period',
        'AN HOUR=priceNanoUsdPerHour|usd',
        'COST=costNanoUsd|usd',
      ],
    },
  },
};

const revision: Resource = {
  noun: 'revision',
  plural: 'revisions',
  about: 'what an endpoint was at each revision',
  columns: [
    'REVISION=revision',
    'TEMPLATE=templateRevision',
    'CAUSE=cause',
    'CHANGED=changed.pointer|short',
    'BY=actor',
    'MADE=createdAt|time',
  ],
  alone: 'list',
  verbs: { list: { operation: 'Revision.all' }, get: { operation: 'Revision.one' } },
};

const replica: Resource = {
  noun: 'replica',
  plural: 'replicas',
  about: 'the running copies of an endpoint, and why each is where it is',
  columns: [
    'REPLICA=id',
    'STATE=state',
    'REVISION=revision',
    'NODE=nodeId',
    'HARDWARE=hardwareId',
    'AGE=requestedAt|age',
    'WHY=reason|short',
  ],
  wide: ['STARTED=startedAt|time', 'READY=readyAt|time', 'STOPPED=stoppedAt|time', 'IN LINE=placeInLine'],
  alone: 'list',
  verbs: {
    list: { operation: 'Replica.all', nothing: 'It has no replica now.' },
    placement: {
      operation: 'Replica.placement',
      part: { path: 'candidates', above: 'reason' },
      columns: ['NODE=nodeId', 'HOST=hostname', 'CHOSEN=chosen|yes', 'COST=cost|figure', 'WHY=reason'],
    },
  },
};

const domain: Resource = {
  noun: 'domain',
  plural: 'domains',
  about: 'custom domains of an endpoint, and the record that proves them',
  columns: [
    'DOMAIN=domain',
    'STATE=state',
    'RECORD=challenge.host',
    'VALUE=challenge.value',
    'CHECKED=checkedAt|time',
    'PROBLEM=problem|short',
  ],
  alone: 'list',
  verbs: {
    list: {
      operation: 'Domain.all',
      nothing: 'It has none. Add one: tidegate endpoint update chat --domain models.example.com',
    },
    check: { operation: 'Domain.check', says: '{domain} is {state}.' },
  },
};

const secret: Resource = {
  noun: 'secret',
  plural: 'secrets',
  about: 'sealed variables of an endpoint: their names, never their values',
  columns: ['SECRET=name', 'SET=setAt|time'],
  alone: 'list',
  verbs: {
    list: { operation: 'Secret.all' },
    set: {
      operation: 'Endpoint.update',
      about: 'Seal a variable: NAME=value, or a NAME that the environment has',
      arguments: ['secrets'],
      columns: SAID,
      waits: 'settled',
      judges: 'validateOnly',
      says: '{name} is at revision {revision}.',
    },
    delete: {
      operation: 'Endpoint.update',
      about: 'Take a sealed variable away',
      aliases: ['remove'],
      arguments: ['secrets'],
      takesOutOf: 'secrets',
      columns: SAID,
      confirm: 'always',
      waits: 'settled',
      judges: 'validateOnly',
      says: '{name} is at revision {revision}.',
    },
  },
};

const invocation: Resource = {
  noun: 'invocation',
  plural: 'invocations',
  about: 'asynchronous requests of an endpoint',
  columns: [
    'INVOCATION=id',
    'STATE=state',
    'ATTEMPTS=attempts/maxAttempts',
    'STATUS=status',
    'WAITED=waitedMs|ms',
    'RAN=ranMs|ms',
    'QUEUED=queuedAt|time',
    'ERROR=error|short',
  ],
  wide: ['RESULT=responseLocation', 'DEAD=deadLetter|yes', 'EXPIRES=expiresAt|time', 'REPLAY OF=replayOf'],
  alone: 'list',
  verbs: {
    list: { operation: 'Invocation.all', nothing: 'It has none.' },
    get: { operation: 'Invocation.one' },
    cancel: { operation: 'Invocation.cancel' },
    replay: { operation: 'Invocation.replay', columns: ['INVOCATION=invocationId'], bare: 'invocationId' },
  },
};

const event: Resource = {
  noun: 'event',
  plural: 'events',
  about: 'what happened to an endpoint: who, when, by which request',
  columns: ['TIME=at|time', 'TYPE=type', 'BY=actor', 'REQUEST=requestId', 'WHAT=data|short'],
  wide: ['POSITION=position', 'CAUSED BY=correlationId'],
  alone: 'list',
  verbs: { list: { operation: 'History.all', isReversed: true, nothing: 'Nothing happened in that time.' } },
};

export const ENDPOINT_NOUNS: readonly Resource[] = [
  endpoint,
  revision,
  replica,
  domain,
  secret,
  invocation,
  event,
];
