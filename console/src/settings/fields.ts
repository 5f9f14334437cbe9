type Base = Readonly<{ pointer: string; label: string; help?: string; placeholder?: string }>;

/** How a field is edited. `map` is name=value by line, `rules` metric=target by line, `json` whatever else has a shape. */
export type Field = Base &
  (
    | Readonly<{ kind: 'text' | 'switch' | 'texts' | 'map' | 'rules' | 'json' | 'secret' }>
    | Readonly<{ kind: 'number'; min?: number; max?: number; isWhole?: boolean }>
    | Readonly<{ kind: 'select'; options: readonly string[]; isOptional?: boolean }>
    /** Chosen of what the platform has. */
    | Readonly<{ kind: 'hardware' | 'framework' | 'quantization' | 'groups' }>
  );
export type Part = Readonly<{ id: string; title: string; about?: string; fields: readonly Field[] }>;

const text = (pointer: string, label: string, help?: string): Field => ({
  kind: 'text',
  pointer,
  label,
  ...(help !== undefined && { help }),
});
const number = (
  pointer: string,
  label: string,
  [min, max]: readonly [number, number],
  help?: string,
): Field => ({
  kind: 'number',
  pointer,
  label,
  min,
  max,
  ...(help !== undefined && { help }),
});
const select = (pointer: string, label: string, options: readonly string[], help?: string): Field => ({
  kind: 'select',
  pointer,
  label,
  options,
  ...(help !== undefined && { help }),
});
const of = (
  kind: Exclude<Field['kind'], 'number' | 'select'>,
  pointer: string,
  label: string,
  help?: string,
): Field => ({
  kind,
  pointer,
  label,
  ...(help !== undefined && { help }),
});

const DAY = 86_400;
const MANY = 1_000_000_000;

/** All that can be changed of an endpoint, in the order of its documents. */
export const PARTS: readonly Part[] = [
  {
    id: 'general',
    title: 'General',
    fields: [
      text('/name', 'Name', 'Unique in its project.'),
      text('/description', 'Description'),
      of('map', '/tags', 'Tags', 'At most 32, to find it by: name=value, one a line.'),
      text('/billingAccount', 'Billing account', 'Whom its cost is charged to.'),
      text(
        '/notifyWebhookUrl',
        'Webhook for ready or failed',
        'Told when it is ready or fails for the first time.',
      ),
    ],
  },
  {
    id: 'model',
    title: 'Model and engine',
    fields: [
      text('/model', 'Model'),
      select('/modelSource/kind', 'Where the model is', ['hub', 'folder', 'image']),
      text('/modelSource/revision', 'Revision of the hub', 'A branch, tag or commit; of the hub only.'),
      of('framework', '/framework', 'Framework'),
      of('quantization', '/quantization', 'Quantization', 'By default as the weights are.'),
      text('/task', 'Task', 'By default whatever its framework serves.'),
      text('/image/reference', 'Image', 'By default the framework’s own.'),
      of('texts', '/image/command', 'Command', 'What to start in the image, word by word.'),
      text('/image/credentials/username', 'User of the registry', 'Only to change it; what is there stays.'),
      of(
        'secret',
        '/image/credentials/password',
        'Password of the registry',
        'Write-only: it is sealed and never shown.',
      ),
    ],
  },
  {
    id: 'hardware',
    title: 'Hardware and place',
    fields: [
      of('hardware', '/hardware', 'Hardware'),
      text('/cluster', 'Cluster'),
      number('/diskMib', 'Disk (MiB)', [1, 1_073_741_824], 'By default what the node gives.'),
      text('/mountPath', 'Where the disk is mounted'),
      number('/containerPort', 'Port of the container', [1, 65_535], 'By default the framework’s.'),
      text('/healthPath', 'Path of its health', 'By default the framework’s.'),
      of(
        'map',
        '/placement/nodeLabels',
        'Labels of nodes',
        'Only on nodes with all of these: name=value, one a line.',
      ),
      of('texts', '/placement/tolerations', 'Taints that do not keep it off'),
      of('texts', '/placement/zones', 'Zones', 'Only in these; none: in any.'),
      select('/placement/spread', 'Spread', ['prefer', 'nodes', 'zones']),
      number('/placement/priority', 'Priority', [0, 100], 'A higher one is placed first.'),
      of('switch', '/placement/gang', 'Replicas that are asked for together are placed together'),
      of(
        'json',
        '/commitment',
        'Commitment',
        '{"kind":"on-demand"}, or {"kind":"reserved","until":"2030-01-31T00:00:00Z"}.',
      ),
    ],
  },
  {
    id: 'scaling',
    title: 'Scaling',
    about: 'The Scaling tab tries a policy on the traffic that was, before it is saved.',
    fields: [
      select('/scaling/mode', 'Mode', ['automatic', 'manual'], 'Manual: the lowest count is the count.'),
      number('/scaling/minReplicas', 'Replicas at least', [0, 1000], '0: it sleeps when nobody calls it.'),
      number('/scaling/maxReplicas', 'Replicas at most', [1, 1000]),
      of(
        'rules',
        '/scaling/rules',
        'Rules',
        'What one replica carries of a metric: concurrency=4, one a line.',
      ),
      select('/scaling/waitPrice', 'What waiting may cost', ['lean', 'balanced', 'fast']),
      number(
        '/scaling/idleTimeoutSeconds',
        'Idle time before sleep (s)',
        [1, DAY],
        'By default what its traffic makes cheapest.',
      ),
      number('/scaling/initialCooldownSeconds', 'Shortest time awake (s)', [0, DAY]),
      number(
        '/scaling/stabilizationWindowSeconds',
        'Wait before fewer (s)',
        [0, 3600],
        'By default as long as a start is worth.',
      ),
      number('/scaling/scaleUpPerMinute', 'Most replicas gained a minute', [1, 1000]),
      number('/scaling/scaleDownPerMinute', 'Most replicas lost a minute', [1, 1000]),
      of('switch', '/scaling/panic', 'Answers surges and queues'),
      number(
        '/scaling/seasonSeconds',
        'Traffic repeats every (s)',
        [300, 604_800],
        'Expected before it comes; by default nothing is.',
      ),
      of(
        'json',
        '/scaling/schedules',
        'Schedules',
        'A list of {"cron","timeZone","durationSeconds","minReplicas","maxReplicas"}.',
      ),
      select(
        '/sleepMode',
        'Sleep',
        ['cold', 'warm'],
        'Warm: one replica stays, frozen, and wakes in seconds.',
      ),
      number('/startupTimeoutSeconds', 'A start may take (s)', [1, 7200]),
      number('/drainTimeoutSeconds', 'Finishing may take (s)', [1, DAY]),
    ],
  },
  {
    id: 'access',
    title: 'Access and limits',
    fields: [
      select('/visibility', 'Who may call it', ['private', 'public'], 'Public: no token is asked for.'),
      of('switch', '/internalOnly', 'Reached by the internal listener only'),
      of(
        'groups',
        '/securityGroups',
        'Security groups',
        'Callers must be allowed by one of these; none: from anywhere.',
      ),
      of('texts', '/customDomains', 'Own domains', 'They reach it once their ownership is proven.'),
      select('/balancing', 'Which replica gets a request', ['least-outstanding', 'prefix-affinity']),
      number('/limits/requestsPerMinute', 'Requests a minute', [1, MANY]),
      number('/limits/tokensPerMinute', 'Tokens a minute', [1, MANY]),
      number('/limits/replicaConcurrency', 'Requests at a time for one replica', [1, 100_000]),
      number(
        '/requestTimeouts/firstByteSeconds',
        'First byte within (s)',
        [1, DAY],
        'By default the gateway’s own.',
      ),
      number(
        '/requestTimeouts/idleSeconds',
        'Silence of at most (s)',
        [1, DAY],
        'By default the gateway’s own.',
      ),
      number(
        '/requestTimeouts/totalSeconds',
        'Whole answer within (s)',
        [1, DAY],
        'By default the gateway’s own.',
      ),
    ],
  },
  {
    id: 'environment',
    title: 'Environment',
    fields: [of('map', '/environment', 'Variables', 'NAME=value, one a line. What is secret belongs below.')],
  },
];

export const ASYNC: readonly Field[] = [
  of('texts', '/async/routes', 'Paths', 'They may be called with “Prefer: respond-async”, by POST.'),
  text(
    '/async/target',
    'Where results go',
    'A folder below the results folder; by default the platform keeps them.',
  ),
  number('/async/resultTtlSeconds', 'Remembered for (s)', [60, 2_592_000]),
  number('/async/maxAttempts', 'Tried at most', [1, 20]),
  number('/async/timeToLiveSeconds', 'Not tried any more after (s)', [60, 604_800]),
  text('/async/webhookUrl', 'Webhook for each end'),
];
