import { type EndpointSpec, PRIORITY } from '@tidegate/contracts';
import { ASYNC_DEFAULTS, DEFAULTS } from '../configuration/defaults.ts';
import { Choice, Mapping, Shaped, Switch, Text, Texts, Whole } from './field.dto.ts';

const DAY_SECONDS = 86_400;
const { placement } = DEFAULTS;

export class PlacementWish {
  @Mapping({
    default: placement.nodeLabels,
    example: { 'gpu.generation': 'hopper' },
    description: 'only on nodes with all of these labels: see GET /v1/nodes',
  })
  nodeLabels?: Record<string, unknown> | null;

  @Texts({
    most: 16,
    longest: 63,
    default: placement.tolerations,
    example: ['batch'],
    description: 'taints of nodes that do not keep it off; spot hardware tolerates the taint spot by itself',
  })
  tolerations?: string[] | null;

  @Texts({
    least: 1,
    most: 16,
    longest: 63,
    example: ['room-1'],
    description: 'only in these; by default in any',
  })
  zones?: string[] | null;

  @Choice({
    of: ['prefer', 'nodes', 'zones'],
    default: placement.spread,
    description:
      'prefer: replicas keep apart where it costs little; nodes, zones: never two on one node, in one zone',
  })
  spread?: EndpointSpec['placement']['spread'] | null;

  @Whole({
    min: PRIORITY.lowest,
    max: PRIORITY.highest,
    default: placement.priority,
    description:
      'a higher one is placed first, and may take the place of a lower one; at most what the project’s quota allows, ' +
      'which is also the default where it is lower. Spot hardware always comes after all that is not',
  })
  priority?: number | null;

  @Switch({
    default: placement.gang,
    description: 'replicas that are asked for together are placed together or not at all',
  })
  gang?: boolean | null;
}

export class ModelSourceWish {
  @Choice({
    of: ['hub', 'bucket', 'folder', 'image'],
    required: true,
    description:
      'hub: by its id from the model hub; folder: the models folder of each node; image: it is in the image. ' +
      'bucket is refused: nothing fetches from object storage',
  })
  kind!: EndpointSpec['modelSource']['kind'];

  @Text({ max: 500, description: 'of the kind hub: a branch, tag or commit', example: 'main' })
  revision?: string | null;

  @Text({ max: 1000, description: 'of the kind bucket, which is refused: leave it out' })
  url?: string | null;
}

export class RegistryCredentials {
  @Text({ max: 500, required: true })
  username!: string;

  @Text({ max: 10_000, required: true, description: 'write-only: it is sealed and never shown' })
  password!: string;
}

export class RequestTimeoutsWish {
  @Whole({ min: 1, max: DAY_SECONDS, description: 'by default the gateway’s own' })
  firstByteSeconds?: number | null;

  @Whole({ min: 1, max: DAY_SECONDS, description: 'by default the gateway’s own' })
  idleSeconds?: number | null;

  @Whole({ min: 1, max: DAY_SECONDS, description: 'by default the gateway’s own' })
  totalSeconds?: number | null;
}

const MOST_PER_MINUTE = 1_000_000_000;

export class RateLimitsWish {
  @Whole({ min: 1, max: MOST_PER_MINUTE, description: 'by default no limit' })
  requestsPerMinute?: number | null;

  @Whole({
    min: 1,
    max: MOST_PER_MINUTE,
    description: 'of prompts and answers, as the runtime counts them; by default no limit',
  })
  tokensPerMinute?: number | null;
}

export class LimitsWish extends RateLimitsWish {
  @Whole({
    min: 1,
    max: 100_000,
    description:
      'how many requests one replica has at a time, the others wait; at least the target of concurrency; by default no limit',
  })
  replicaConcurrency?: number | null;
}

export class AsyncWish {
  @Texts({
    least: 1,
    most: 32,
    longest: 500,
    required: true,
    description: 'paths that may be called asynchronously, by POST',
    example: ['/v1/chat/completions'],
  })
  routes!: string[];

  @Text({
    max: 1000,
    description:
      'where results go: a folder below the platform’s results folder, or s3://bucket/prefix; by default the platform keeps them, to be read at the call’s status URL',
    example: 's3://results/chat',
  })
  target?: string | null;

  @Whole({
    min: 60,
    max: 30 * DAY_SECONDS,
    default: ASYNC_DEFAULTS.resultTtlSeconds,
    description: 'for how long it is remembered after its end',
  })
  resultTtlSeconds?: number | null;

  @Whole({
    min: 1,
    max: 20,
    default: ASYNC_DEFAULTS.maxAttempts,
    description: 'how often a request is tried before it has failed',
  })
  maxAttempts?: number | null;

  @Whole({
    min: 60,
    max: 7 * DAY_SECONDS,
    default: ASYNC_DEFAULTS.timeToLiveSeconds,
    description: 'after it a request is not tried any more',
  })
  timeToLiveSeconds?: number | null;

  @Text({ max: 2000, description: 'where to say how each request ended' })
  webhookUrl?: string | null;
}

export class CommitmentWish {
  @Choice({ of: ['on-demand', 'reserved'], required: true })
  kind!: EndpointSpec['commitment']['kind'];

  @Shaped({
    pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/,
    words: 'must be a time like 2030-01-31T00:00:00Z',
    description: 'of the kind reserved: until then it can be neither stopped nor deleted',
  })
  until?: string | null;
}
