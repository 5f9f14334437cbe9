import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

const TRUTH = ['true', 'false'] as const;

export class ApplyQuery {
  @ApiPropertyOptional({ enum: TRUTH, default: 'false', description: 'say what would be done: nothing is' })
  @IsOptional()
  @IsIn(TRUTH, { message: 'must be true or false' })
  dryRun: (typeof TRUTH)[number] = 'false';
}
