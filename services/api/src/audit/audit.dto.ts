import { ApiPropertyOptional } from '@nestjs/swagger';
import { type EventType, registry } from '@tidegate/contracts';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsDate, IsIn, IsOptional, IsString, Length, Validate } from 'class-validator';
import { IsCountable } from '../http/moment.dto.ts';
import { PageQuery } from '../http/request.dto.ts';

/** Those that belong to a project. */
const TYPES = Object.values(registry)
  .filter(({ channel, schema }) => channel === 'LOG' && 'projectId' in schema.shape)
  .map(({ type }) => type);
const MOMENT = { message: 'must be a date and time, like 2026-11-20T12:00:00Z' };
const LENGTH = { message: 'must have 1 to 100 characters' };
const ONCE = { message: 'must be given once' };

/** Which part of a project’s history is wanted. */
export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({
    type: String,
    description: 'types of events, separated by commas',
    example: 'TokenIssued,EndpointUpdated',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @ArrayMaxSize(50, { message: 'must have at most 50 types' })
  @IsIn(TYPES, { each: true, message: 'must be types of events of a project, like EndpointUpdated' })
  type?: EventType[];

  @ApiPropertyOptional({ description: 'what it happened to, by its id', example: 'endpt-0123456789ab' })
  @IsOptional()
  @IsString(ONCE)
  @Length(1, 100, LENGTH)
  stream?: string;

  @ApiPropertyOptional({ description: 'who caused it: `operator`, a token’s id or `service:<name>`' })
  @IsOptional()
  @IsString(ONCE)
  @Length(1, 100, LENGTH)
  actor?: string;

  @ApiPropertyOptional({ description: 'only what this request led to' })
  @IsOptional()
  @IsString(ONCE)
  @Length(1, 100, LENGTH)
  requestId?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Type(() => Date)
  @IsDate(MOMENT)
  @Validate(IsCountable)
  since?: Date;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @Type(() => Date)
  @IsDate(MOMENT)
  @Validate(IsCountable)
  until?: Date;
}
