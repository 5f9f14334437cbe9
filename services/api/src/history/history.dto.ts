import { ApiPropertyOptional } from '@nestjs/swagger';
import { type EventType, registry } from '@tidegate/contracts';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsDate, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { PageQuery } from '../http/request.dto.ts';

const TYPES = Object.values(registry)
  .filter(({ channel, schema }) => channel === 'LOG' && 'endpointId' in schema.shape)
  .map(({ type }) => type);
const MOMENT = { message: 'must be a date and time, like 2026-11-20T12:00:00Z' };

/** Which part of an endpoint’s history is wanted. */
export class HistoryQuery extends PageQuery {
  @ApiPropertyOptional({
    type: String,
    description: 'types of events, separated by commas',
    example: 'EndpointUpdated',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @ArrayMaxSize(50, { message: 'must have at most 50 types' })
  @IsIn(TYPES, { each: true, message: `must be some of ${TYPES.join(', ')}` })
  type?: EventType[];

  @ApiPropertyOptional({ description: 'who caused it: `operator`, a token’s id or `service:<name>`' })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @Length(1, 100, { message: 'must have 1 to 100 characters' })
  actor?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Type(() => Date)
  @IsDate(MOMENT)
  since?: Date;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Type(() => Date)
  @IsDate(MOMENT)
  until?: Date;
}
