import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

export class WatchQuery {
  @ApiPropertyOptional({ description: 'only changes of this endpoint', example: 'endpt-0123456789ab' })
  @IsOptional()
  @Matches(/^.{1,100}$/, { message: 'must be given once' })
  endpoint?: string;

  @ApiPropertyOptional({
    description: 'only these types of changes, with commas between them',
    example: 'EndpointStateChanged,ReplicaReady',
  })
  @IsOptional()
  @Matches(/^[A-Za-z]+(?:,[A-Za-z]+)*$/, { message: 'must be names of event types with commas between them' })
  types?: string;

  @ApiPropertyOptional({
    description:
      'resume after this position, the id of the last event that was seen; Last-Event-ID goes before it',
  })
  @IsOptional()
  @Matches(/^(?:0|[1-9]\d{0,14})$/, { message: 'must be the id of an event of this stream' })
  after?: string;
}

/** What browsers send back; anything else is passed over, as the standard wants. */
export const positionIn = (given: unknown): number | null =>
  typeof given === 'string' && /^(?:0|[1-9]\d{0,14})$/.test(given) ? Number(given) : null;
