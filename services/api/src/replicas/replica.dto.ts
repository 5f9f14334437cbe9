import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../http/request.dto.ts';

export class ReplicaQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'with those that have ended',
  })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'must be true or false' })
  stopped: 'true' | 'false' = 'false';
}
