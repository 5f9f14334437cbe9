import { ApiPropertyOptional } from '@nestjs/swagger';
import { INVOCATION_STATES, type InvocationState } from '@tidegate/contracts';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../http/request.dto.ts';

export class InvocationQuery extends PageQuery {
  @ApiPropertyOptional({ enum: INVOCATION_STATES, description: 'only those in this state' })
  @IsOptional()
  @IsIn(INVOCATION_STATES, { message: `must be one of ${INVOCATION_STATES.join(', ')}` })
  state?: InvocationState;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'only those that were given up',
  })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'must be true or false' })
  deadLetters: 'true' | 'false' = 'false';
}
