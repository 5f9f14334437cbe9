import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import {
  METRIC_AGGREGATES,
  METRIC_LIMITS,
  METRIC_SCOPES,
  type MetricAggregate,
  type MetricScope,
} from '@tidegate/contracts';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import { MOMENT_OR_AGE, SECONDS_OR_LENGTH } from './metric-asks.ts';

const MOMENT = { message: 'must be a time like 2030-01-31T00:00:00Z, or so long ago: 30s, 15m, 2h or 7d' };
const LENGTH = { message: 'must be a length like 10s, 5m, 1h or 1d, or whole seconds' };
const NAMES = `must be ${String(METRIC_LIMITS.names)} names at most, separated by commas`;
const REPLICA = { message: 'must look like repl-0123456789ab' };
const SWITCH = ['true', 'false'] as const;

/** What a chart shows that says nothing else. */
const USUAL = [
  'requests_per_second',
  'error_ratio',
  'latency_p95_seconds',
  'ttft_p95_seconds',
  'in_flight',
  'queue_depth',
  'ready_replicas',
  'desired_replicas',
];

class Names {
  @ApiPropertyOptional({
    type: String,
    description:
      'metrics by their names, see /v1/metric-names, or `runtime:` and a runtime’s own; separated by commas',
    example: 'requests_per_second,latency_p95_seconds',
  })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.split(',') : value) as unknown)
  @ArrayMinSize(1, { message: NAMES })
  @ArrayMaxSize(METRIC_LIMITS.names, { message: NAMES })
  @ArrayUnique({ message: 'must name each metric once' })
  @IsString({ each: true, message: NAMES })
  @Length(1, 200, { each: true, message: 'must be names of 1 to 200 characters' })
  names: string[] = USUAL;
}

export class ProjectMetricsQuery extends Names {
  @ApiPropertyOptional({
    description: 'from when on: a time, or how long before now; an hour',
    default: '1h',
  })
  @IsOptional()
  @Matches(MOMENT_OR_AGE, MOMENT)
  from = '1h';

  @ApiPropertyOptional({ description: 'until when: a time, or how long before now; now' })
  @IsOptional()
  @Matches(MOMENT_OR_AGE, MOMENT)
  until?: string;

  @ApiPropertyOptional({
    description:
      'how long each step is; without it, steps that make a good chart. What is long ago is kept in longer steps only.',
    example: '1m',
  })
  @IsOptional()
  @Matches(SECONDS_OR_LENGTH, LENGTH)
  step?: string;
}

export class MetricsQuery extends ProjectMetricsQuery {
  @ApiPropertyOptional({ description: 'of this replica alone, which may be gone' })
  @IsOptional()
  @Matches(/^repl-[0-9a-f]{12}$/, REPLICA)
  replica?: string;

  @ApiPropertyOptional({ enum: SWITCH, default: 'false', description: 'of each replica by itself' })
  @IsOptional()
  @IsIn(SWITCH, { message: 'must be true or false' })
  perReplica: (typeof SWITCH)[number] = 'false';
}

class Values {
  @ApiPropertyOptional({ description: 'over how long', default: '1m' })
  @IsOptional()
  @Matches(SECONDS_OR_LENGTH, LENGTH)
  window = '1m';

  @ApiPropertyOptional({
    enum: METRIC_AGGREGATES,
    default: 'avg',
    description: 'what becomes of the steps in it',
  })
  @IsOptional()
  @IsIn(METRIC_AGGREGATES, { message: `must be one of ${METRIC_AGGREGATES.join(', ')}` })
  aggregate: MetricAggregate = 'avg';

  @ApiPropertyOptional({ enum: METRIC_SCOPES, default: 'endpoint', description: 'of each of what' })
  @IsOptional()
  @IsIn(METRIC_SCOPES, { message: `must be one of ${METRIC_SCOPES.join(', ')}` })
  scope: MetricScope = 'endpoint';

  @ApiPropertyOptional({ description: 'only of this endpoint' })
  @IsOptional()
  @Matches(/^endpt-[0-9a-f]{12}$/, { message: 'must look like endpt-0123456789ab' })
  endpointId?: string;

  @ApiPropertyOptional({ description: 'nextCursor of the page before' })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @Length(1, 200, { message: 'must have 1 to 200 characters' })
  cursor?: string;
}

export class MetricValuesQuery extends IntersectionType(Names, Values) {}
