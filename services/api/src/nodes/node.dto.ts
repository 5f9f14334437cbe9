import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

const LONGEST_SECONDS = 86_400;
const BOUNDS = { message: `must be between 0 and ${LONGEST_SECONDS}` };

export class DrainNode {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: LONGEST_SECONDS,
    nullable: true,
    description:
      'after so long what is left goes without a replacement; by default it waits for one as long as it takes',
  })
  @IsOptional()
  @IsInt({ message: 'must be a whole number' })
  @Min(0, BOUNDS)
  @Max(LONGEST_SECONDS, BOUNDS)
  deadlineSeconds?: number | null;
}
