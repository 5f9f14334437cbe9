import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type FieldProblem, PHASES, type Phase, Plan, USUAL_PLAN } from '@tidegate/contracts';
import { IsBoolean, IsInt, IsISO8601, IsObject, IsOptional, Max, Min, Validate } from 'class-validator';
import { IsCountable } from '../http/moment.dto.ts';

const WEIGHT = { message: 'must be a whole number between 0 and 1000' };
const weight = { type: 'integer', minimum: 0, maximum: 1000 } as const;
const phaseWeights = {
  type: 'object' as const,
  properties: Object.fromEntries(PHASES.map((phase) => [phase, weight])),
  required: [...PHASES] as string[],
  additionalProperties: false,
};

/** What is billed, and how. A weight is in thousandths of the rate: 0 is free, 1000 is full. */
export class PublishPlan {
  @ApiProperty({
    ...phaseWeights,
    example: USUAL_PLAN.phases,
    description: 'how a second of each phase of a replica counts',
  })
  @IsObject({ message: 'must be an object' })
  phases!: Record<Phase, number>;

  @ApiProperty({ ...weight, description: 'a start that never became ready counts by this too' })
  @IsInt(WEIGHT)
  @Min(0, WEIGHT)
  @Max(1000, WEIGHT)
  failedStart!: number;

  @ApiProperty({ description: 'of an endpoint that takes asynchronous requests, idle time is free' })
  @IsBoolean({ message: 'must be true or false' })
  asyncIdleIsFree!: boolean;

  @ApiProperty({ ...weight, description: 'what committed replicas cost' })
  @IsInt(WEIGHT)
  @Min(0, WEIGHT)
  @Max(1000, WEIGHT)
  committed!: number;

  @ApiProperty({ description: 'a project whose credit is used up is put to sleep' })
  @IsBoolean({ message: 'must be true or false' })
  mustPrepay!: boolean;

  @ApiPropertyOptional({
    format: 'date-time',
    nullable: true,
    description: 'it may lie in the past: what was used since is rated again; without it, now',
  })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'must be a date and time, like 2031-02-01T00:00:00Z' })
  @Validate(IsCountable)
  effectiveFrom?: string | null;
}

/** Each phase has a weight, and nothing else has one. */
export const planProblems = ({ phases }: PublishPlan): FieldProblem[] => {
  const result = Plan.shape.phases.safeParse(phases);
  if (result.success) return [];
  return result.error.issues.map(({ path }) => ({
    pointer: ['', 'phases', ...path.map(String)].join('/'),
    message: path.length === 0 ? `must have ${PHASES.join(', ')}, and nothing else` : WEIGHT.message,
  }));
};
