import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { HOURLY_BY } from '@tidegate/contracts';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { PageQuery } from '../http/request.dto.ts';

const MOMENT = { message: 'must be a date and time, like 2026-11-20T12:00:00Z' };
const OUTCOMES = ['answered', 'refused', 'client_gone', 'cut'] as const;

class Since {
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

/** Which requests are wanted. */
class RequestFilters extends Since {
  @ApiPropertyOptional({
    description:
      'only those that were answered with this status, or with one of this class; `none`: with none',
    example: '5xx',
  })
  @IsOptional()
  @Matches(/^(none|[1-5](xx|\d\d))$/, { message: 'must be a status like 503, a class like 5xx, or none' })
  status?: string;

  @ApiPropertyOptional({ enum: OUTCOMES, description: 'only those that ended like this' })
  @IsOptional()
  @IsIn(OUTCOMES, { message: `must be one of ${OUTCOMES.join(', ')}` })
  outcome?: (typeof OUTCOMES)[number];

  @ApiPropertyOptional({ description: 'only those that came with this token: its id or its name' })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @Length(1, 100, { message: 'must have 1 to 100 characters' })
  token?: string;

  @ApiPropertyOptional({ description: 'only those that this replica had' })
  @IsOptional()
  @Matches(/^repl-[0-9a-f]{12}$/, { message: 'must look like repl-0123456789ab' })
  replica?: string;

  @ApiPropertyOptional({ description: 'only those with this id: the `x-request-id` of the answer' })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @Length(1, 200, { message: 'must have 1 to 200 characters' })
  request?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'only those that took so many milliseconds or more',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number of milliseconds' })
  @Min(0, { message: 'must be at least 0' })
  @Max(604_800_000, { message: 'must be at most a week' })
  minDurationMs?: number;
}

export class RequestQuery extends IntersectionType(PageQuery, RequestFilters) {}

const FORMATS = ['ndjson', 'csv'] as const;

export class ExportQuery extends RequestFilters {
  @ApiPropertyOptional({
    enum: FORMATS,
    default: 'ndjson',
    description: 'one JSON object a line, or a table',
  })
  @IsOptional()
  @IsIn(FORMATS, { message: `must be one of ${FORMATS.join(', ')}` })
  format: (typeof FORMATS)[number] = 'ndjson';
}

export class HourlyQuery extends IntersectionType(PageQuery, Since) {
  @ApiPropertyOptional({ enum: HOURLY_BY, default: 'hour', description: 'what each hour is divided by' })
  @IsOptional()
  @IsIn(HOURLY_BY, { message: `must be one of ${HOURLY_BY.join(', ')}` })
  by: (typeof HOURLY_BY)[number] = 'hour';
}
