import { type EndpointSpec, PRIORITY, type ScalingRule } from '@tidegate/contracts';
import { ASYNC_DEFAULTS, DEFAULTS } from '../configuration/defaults.ts';
import { Choice, Decimal, Mapping, Parts, Shaped, Switch, Text, Texts, Whole } from './field.dto.ts';

const DAY_SECONDS = 86_400;
const { placement, scaling } = DEFAULTS;

export class RuleWish implements ScalingRule {
  @Choice({ of: ['concurrency', 'requestsPerSecond'], required: true })
  metric!: ScalingRule['metric'];

  @Decimal({ min: 0.001, max: 100_000, required: true, description: 'what one replica is meant to carry' })
  target!: number;
}

export class ScalingWish {
  @Choice({
    of: ['automatic', 'manual'],
    default: scaling.mode,
    description: 'manual: minReplicas is the count, at once',
  })
  mode?: EndpointSpec['scaling']['mode'] | null;

  @Whole({
    min: 0,
    max: 1000,
    default: scaling.minReplicas,
    description: '0: it sleeps when nobody calls it',
  })
  minReplicas?: number | null;

  @Whole({
    min: 1,
    max: 1000,
    default: scaling.maxReplicas,
    description: 'at most what the project’s quota allows',
  })
  maxReplicas?: number | null;

  @Parts({ of: RuleWish, most: 8, default: scaling.rules, description: 'the highest answer wins' })
  rules?: RuleWish[] | null;

  @Whole({
    min: 1,
    max: DAY_SECONDS,
    default: scaling.idleTimeoutSeconds,
    description: 'how long the last replica stays with nothing to do',
  })
  idleTimeoutSeconds?: number | null;

  @Whole({
    min: 0,
    max: DAY_SECONDS,
    default: scaling.initialCooldownSeconds,
    description: 'the shortest time between a wake and the next sleep',
  })
  initialCooldownSeconds?: number | null;
}

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
      'must be left out: results are kept by the platform, for a day, and read at the call’s status URL',
  })
  target?: string | null;

  @Whole({ min: 60, max: DAY_SECONDS, default: ASYNC_DEFAULTS.resultTtlSeconds })
  resultTtlSeconds?: number | null;
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
