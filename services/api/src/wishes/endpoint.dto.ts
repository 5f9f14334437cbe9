import { ApiProperty, PartialType } from '@nestjs/swagger';
import { BALANCINGS, ENDPOINT_NAME, type EndpointSpec, SLEEP_MODES } from '@tidegate/contracts';
import { IsString, MaxLength } from 'class-validator';
import { DEFAULTS } from '../configuration/defaults.ts';
import type { EndpointWish } from '../configuration/endpoint-wish.ts';
import { NAME_RULE } from '../projects/project.dto.ts';
import {
  AsyncWish,
  CommitmentWish,
  LimitsWish,
  ModelSourceWish,
  PlacementWish,
  RegistryCredentials,
  RequestTimeoutsWish,
} from './endpoint-parts.dto.ts';
import { Choice, Mapping, Part, Shaped, Switch, Text, Texts, Whole } from './field.dto.ts';
import { ScalingWish } from './scaling.dto.ts';

const DAY_SECONDS = 86_400;
const PETABYTE_MIB = 1024 ** 3;

export class ImageWish {
  @Text({ max: 500, required: true, example: 'registry.example.com/team/server:1.4' })
  reference!: string;

  @Texts({ most: 64, longest: 4000, description: 'what to start in it; by default what it starts by itself' })
  command?: string[] | null;

  @Part({ of: RegistryCredentials, description: 'of a private registry; left out in a change, they stay' })
  credentials?: RegistryCredentials | null;
}

export class CreateEndpoint implements EndpointWish {
  @Shaped({
    pattern: ENDPOINT_NAME,
    words: NAME_RULE,
    required: true,
    example: 'chat',
    description: 'unique in its project',
  })
  name!: string;

  @Text({ max: 1000, default: DEFAULTS.description })
  description?: string | null;

  @Mapping({ default: DEFAULTS.tags, description: 'at most 32, to find it by' })
  tags?: Record<string, string> | null;

  @Shaped({
    pattern: /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/,
    words: 'must look like owner/name',
    example: 'tidegate/tiny',
    description: 'must be given, or an image that brings its own: then it is called by the image’s name',
  })
  model?: string | null;

  @Part({ of: ModelSourceWish, description: 'by default where its framework looks for models' })
  modelSource?: ModelSourceWish | null;

  @Part({ of: ImageWish, description: 'by default the framework’s own' })
  image?: ImageWish | null;

  @Text({ max: 64, example: 'text-generation', description: 'by default whatever its framework serves' })
  task?: string | null;

  @Text({ max: 64, example: 'llama.cpp', description: 'by default the one that serves the model' })
  framework?: string | null;

  @Text({ max: 32, example: 'awq', description: 'by default as the weights are' })
  quantization?: string | null;

  @Mapping({
    values: true,
    default: DEFAULTS.engineArguments,
    example: { ctxSize: 2048 },
    description: 'of its framework: see GET /v1/frameworks',
  })
  engineArguments?: EndpointSpec['engineArguments'] | null;

  @Mapping({ default: DEFAULTS.environment, description: 'variables that its process finds' })
  environment?: Record<string, string> | null;

  @Mapping({
    description:
      'variables that are sealed and never shown. In a change, one that is left out stays and null takes one away',
  })
  secrets?: Record<string, unknown> | null;

  @Shaped({
    pattern: /^[a-z][a-z0-9-]{0,62}$/,
    words: 'must be the name of a cluster: a small letter, then small letters, digits and “-”',
    default: DEFAULTS.cluster,
  })
  cluster?: string | null;

  @Text({
    max: 64,
    example: 'cpu-1x',
    description:
      'an id of GET /v1/hardware; by default what the model needs. One that ends in -spot is cheaper, and is taken back when others need it',
  })
  hardware?: string | null;

  @Part({ of: PlacementWish, description: 'where its replicas may run, and whose turn it is' })
  placement?: PlacementWish | null;

  @Whole({ min: 1, max: PETABYTE_MIB, description: 'by default what the node gives' })
  diskMib?: number | null;

  @Text({ max: 500, example: '/data', description: 'where the disk is mounted in a container' })
  mountPath?: string | null;

  @Whole({ min: 1, max: 65_535, description: 'by default the framework’s' })
  containerPort?: number | null;

  @Text({ max: 500, example: '/health', description: 'by default the framework’s' })
  healthPath?: string | null;

  @Whole({ min: 1, max: 7200, default: DEFAULTS.startupTimeoutSeconds })
  startupTimeoutSeconds?: number | null;

  @Choice({
    of: SLEEP_MODES,
    default: DEFAULTS.sleepMode,
    description:
      'what it keeps when nobody calls it. cold: no replica; warm: one stays, frozen or without its GPU memory, and wakes in seconds, ' +
      'as long as no other replica needs its place',
  })
  sleepMode?: EndpointSpec['sleepMode'] | null;

  @Whole({
    min: 1,
    max: DAY_SECONDS,
    default: DEFAULTS.drainTimeoutSeconds,
    description: 'how long a replica that must go may finish what it has',
  })
  drainTimeoutSeconds?: number | null;

  @Choice({
    of: ['private', 'public'],
    default: DEFAULTS.visibility,
    description: 'public: no token is asked for',
  })
  visibility?: EndpointSpec['visibility'] | null;

  @Switch({ default: DEFAULTS.internalOnly, description: 'reached by the internal listener only' })
  internalOnly?: boolean | null;

  @Texts({
    most: 16,
    longest: 64,
    default: DEFAULTS.securityGroups,
    description: 'callers must be allowed by one of these; none: from anywhere',
  })
  securityGroups?: string[] | null;

  @Texts({
    most: 16,
    longest: 253,
    default: DEFAULTS.customDomains,
    example: ['models.example.com'],
    description: 'hosts that reach it once their ownership is proven',
  })
  customDomains?: string[] | null;

  @Part({ of: RequestTimeoutsWish })
  requestTimeouts?: RequestTimeoutsWish | null;

  @Part({ of: LimitsWish, description: 'what it takes at most, from all callers together' })
  limits?: LimitsWish | null;

  @Choice({
    of: BALANCINGS,
    default: DEFAULTS.balancing,
    description:
      'which replica gets a request. least-outstanding: the one with the fewest; prefix-affinity: chats and completions that ' +
      'begin alike go to the same one, which has their beginning in its cache, unless it has clearly more to do than the others',
  })
  balancing?: EndpointSpec['balancing'] | null;

  @Part({ of: ScalingWish, description: 'how many replicas it has, and when' })
  scaling?: ScalingWish | null;

  @Part({ of: AsyncWish, description: 'by default it takes no asynchronous calls' })
  async?: AsyncWish | null;

  @Part({ of: CommitmentWish, default: DEFAULTS.commitment })
  commitment?: CommitmentWish | null;

  @Text({ max: 100, description: 'whom its cost is charged to, in the words of whoever runs the platform' })
  billingAccount?: string | null;

  @Text({ max: 2000, description: 'where to say that it became ready or failed for the first time' })
  notifyWebhookUrl?: string | null;
}

/** A merge patch (RFC 7396): what is left out stays, null returns to the default, a list is replaced as a whole. */
export class UpdateEndpoint extends PartialType(CreateEndpoint) {}

export class DeleteEndpoint {
  @ApiProperty({ description: 'the endpoint’s name' })
  @IsString({ message: 'must be a text' })
  @MaxLength(64, { message: 'must have at most 64 characters' })
  confirm!: string;
}
