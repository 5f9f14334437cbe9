import type { EndpointSpec, ScalingRule } from '@tidegate/contracts';
import { ASYNC_DEFAULTS, DEFAULTS } from '../configuration/defaults.ts';
import { Choice, Decimal, Parts, Shaped, Text, Texts, Whole } from './field.dto.ts';

const DAY_SECONDS = 86_400;
const { scaling } = DEFAULTS;

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

export class ModelSourceWish {
  @Choice({
    of: ['hub', 'bucket', 'folder', 'image'],
    required: true,
    description:
      'hub: by its id from the model hub; bucket: object storage; folder: the models folder of each node; image: it is in the image',
  })
  kind!: EndpointSpec['modelSource']['kind'];

  @Text({ max: 500, description: 'of the kind hub: a branch, tag or commit', example: 'main' })
  revision?: string | null;

  @Text({ max: 1000, description: 'of the kind bucket', example: 's3://models/tiny' })
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
