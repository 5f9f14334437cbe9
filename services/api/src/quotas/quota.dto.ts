import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PRIORITY } from '@tidegate/contracts';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

const WHOLE = { message: 'must be a whole number' };
const between = (least: number, most: number) => ({
  message: `must be between ${String(least)} and ${String(most)}`,
});

export class SetQuotas {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100_000, description: 'that are not deleted' })
  @IsInt(WHOLE)
  @Min(0, between(0, 100_000))
  @Max(100_000, between(0, 100_000))
  endpoints!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    description: 'the most that maxReplicas may be, of an endpoint and of its schedules',
  })
  @IsInt(WHOLE)
  @Min(1, between(1, 1000))
  @Max(1000, between(1, 1000))
  replicasPerEndpoint!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 1_000_000,
    description: 'sum of maxReplicas, at the largest of its schedules, x GPUs over all endpoints',
  })
  @IsInt(WHOLE)
  @Min(0, between(0, 1_000_000))
  @Max(1_000_000, between(0, 1_000_000))
  gpus!: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: PRIORITY.lowest,
    maximum: PRIORITY.highest,
    default: PRIORITY.usual,
    nullable: true,
    description: 'the highest that placement.priority may be',
  })
  @IsOptional()
  @IsInt(WHOLE)
  @Min(PRIORITY.lowest, between(PRIORITY.lowest, PRIORITY.highest))
  @Max(PRIORITY.highest, between(PRIORITY.lowest, PRIORITY.highest))
  priority?: number | null;
}
