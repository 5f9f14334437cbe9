import { type ScalingRule, type ScalingSpec, WAIT_PRICES } from '@tidegate/contracts';
import { DEFAULTS, SCHEDULE_DEFAULTS } from '../configuration/defaults.ts';
import { Choice, Decimal, Parts, Switch, Text, Whole } from './field.dto.ts';

const DAY_SECONDS = 86_400;
const MOST_REPLICAS = 1000;
const { scaling } = DEFAULTS;

export class RuleWish implements ScalingRule {
  @Text({
    max: 200,
    required: true,
    example: 'concurrency',
    description:
      'concurrency: requests in flight and waiting; requestsPerSecond; or a gauge or counter of its framework, by any of its names: ' +
      'see GET /v1/frameworks. A counter counts as its rate per second. With an own image, any name of its /metrics',
  })
  metric!: string;

  @Decimal({
    min: 0.001,
    max: 1_000_000_000,
    required: true,
    example: 4,
    description: 'what one replica is meant to carry of it',
  })
  target!: number;
}

export class ScheduleWish {
  @Text({
    max: 100,
    required: true,
    example: '0 8 * * 1-5',
    description:
      'when it begins, as five fields: minute, hour, day of the month, month, day of the week. A time that the clock skips begins when it has ' +
      'jumped, and one that it repeats begins once; what comes every hour or more often keeps coming',
  })
  cron!: string;

  @Text({
    max: 64,
    default: SCHEDULE_DEFAULTS.timeZone,
    example: 'Europe/Rome',
    description: 'in which the five fields are meant: a name of the IANA time zone database',
  })
  timeZone?: string | null;

  @Whole({
    min: 60,
    max: 7 * DAY_SECONDS,
    required: true,
    example: 36_000,
    description: 'how long it lasts, whatever clocks do meanwhile',
  })
  durationSeconds!: number;

  @Whole({ min: 0, max: MOST_REPLICAS, example: 2, description: 'by default the endpoint’s own' })
  minReplicas?: number | null;

  @Whole({
    min: 1,
    max: MOST_REPLICAS,
    example: 6,
    description: 'by default the endpoint’s own; at most what the project’s quota allows',
  })
  maxReplicas?: number | null;
}

export class ScalingWish {
  @Choice({
    of: ['automatic', 'manual'],
    default: scaling.mode,
    description: 'manual: minReplicas is the count, at once',
  })
  mode?: ScalingSpec['mode'] | null;

  @Whole({
    min: 0,
    max: MOST_REPLICAS,
    default: scaling.minReplicas,
    description: '0: it sleeps when nobody calls it',
  })
  minReplicas?: number | null;

  @Whole({
    min: 1,
    max: MOST_REPLICAS,
    default: scaling.maxReplicas,
    description: 'at most what the project’s quota allows',
  })
  maxReplicas?: number | null;

  @Parts({
    of: RuleWish,
    least: 1,
    most: 8,
    default: scaling.rules,
    description: 'each metric once; the highest answer wins, and a metric that is not known now has none',
  })
  rules?: RuleWish[] | null;

  @Choice({
    of: WAIT_PRICES,
    default: scaling.waitPrice,
    description:
      'what a second of a caller’s waiting may cost: fast keeps more in reserve and idles longer, lean less',
  })
  waitPrice?: ScalingSpec['waitPrice'] | null;

  @Whole({
    min: 1,
    max: DAY_SECONDS,
    example: 300,
    description:
      'how long the last replica stays with nothing to do; by default what the gaps between its requests make cheapest, learned as they come',
  })
  idleTimeoutSeconds?: number | null;

  @Whole({
    min: 0,
    max: DAY_SECONDS,
    default: scaling.initialCooldownSeconds,
    description: 'the shortest time between a wake and the next sleep',
  })
  initialCooldownSeconds?: number | null;

  @Whole({
    min: 0,
    max: 3600,
    example: 120,
    description:
      'no replica is given up before it was not wanted for so long; by default as long as a start is worth',
  })
  stabilizationWindowSeconds?: number | null;

  @Whole({
    min: 1,
    max: MOST_REPLICAS,
    example: 10,
    description: 'the most replicas gained within any minute; by default no limit',
  })
  scaleUpPerMinute?: number | null;

  @Whole({
    min: 1,
    max: MOST_REPLICAS,
    example: 2,
    description: 'the most replicas lost within any minute; by default no limit',
  })
  scaleDownPerMinute?: number | null;

  @Switch({
    default: scaling.panic,
    description: 'whether surges and queues are answered; false: the level of the traffic alone',
  })
  panic?: boolean | null;

  @Parts({
    of: ScheduleWish,
    most: 16,
    default: scaling.schedules,
    description:
      'bounds that apply from a time on, for a while; of several the one that began last counts, of those that began together the last',
  })
  schedules?: ScheduleWish[] | null;

  @Whole({
    min: 300,
    max: 7 * DAY_SECONDS,
    example: DAY_SECONDS,
    description:
      'traffic that repeats with this period is expected before it comes; by default nothing is expected',
  })
  seasonSeconds?: number | null;
}
