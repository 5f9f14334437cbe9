import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { EXPORT_FORMATS, type ExportFormat, GROUP_BY, GroupBy, REPORT_LIMITS } from '@tidegate/contracts';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  Validate,
  type ValidatorConstraintInterface,
  ValidatorConstraint,
} from 'class-validator';
import { IsCountable } from '../http/moment.dto.ts';

const MOMENT = { message: 'must be a date and time, like 2026-11-20T12:00:00Z' };

class EndpointFilter {
  @ApiPropertyOptional({ description: 'only this endpoint’s', example: 'endpt-0123456789ab' })
  @IsOptional()
  @Matches(/^endpt-[0-9a-f]{12}$/, { message: 'must look like endpt-0123456789ab' })
  endpointId?: string;
}

/** The time that is asked for. */
class Between extends EndpointFilter {
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'what was used from here on; 30 days before `until`',
  })
  @IsOptional()
  @Type(() => Date)
  @IsDate(MOMENT)
  @Validate(IsCountable)
  from?: Date;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'what was used before this; now',
  })
  @IsOptional()
  @Type(() => Date)
  @IsDate(MOMENT)
  @Validate(IsCountable)
  until?: Date;
}

@ValidatorConstraint({ name: 'isDimension' })
class IsDimension implements ValidatorConstraintInterface {
  validate(name: unknown): boolean {
    return GroupBy.safeParse(name).success;
  }

  defaultMessage(): string {
    return `must be one of ${GROUP_BY.join(', ')}, or tag: and the name of a tag`;
  }
}

@ValidatorConstraint({ name: 'isOneTime' })
class IsOneTime implements ValidatorConstraintInterface {
  validate(names: unknown): boolean {
    return (
      ['hour', 'day', 'month'].filter((unit) => Array.isArray(names) && names.includes(unit)).length <= 1
    );
  }

  defaultMessage(): string {
    return 'must have at most one of hour, day and month';
  }
}

const namesIn = ({ value }: { value: unknown }): unknown =>
  (Array.isArray(value) ? value : [value]).flatMap((each: unknown) =>
    typeof each === 'string' ? each.split(',') : [each],
  );

class Grouping {
  @ApiPropertyOptional({
    type: String,
    isArray: true,
    default: ['day'],
    example: ['day', 'endpoint'],
    description: `what usage is divided by: ${GROUP_BY.join(', ')} or \`tag:<name>\`, at most ${String(REPORT_LIMITS.groupBy)}, with commas between`,
  })
  @IsOptional()
  @Transform(namesIn)
  @ArrayMaxSize(REPORT_LIMITS.groupBy, { message: `must be at most ${String(REPORT_LIMITS.groupBy)}` })
  @ArrayUnique({ message: 'must name each only once' })
  @Validate(IsOneTime)
  @Validate(IsDimension, { each: true })
  groupBy: GroupBy[] = ['day'];

  @ApiPropertyOptional({
    example: 'team=search',
    description: 'only what was used under this tag: a tag’s name, or name=value',
  })
  @IsOptional()
  @Matches(/^[\w./-]{1,63}(?:=.{0,256})?$/, { message: 'must be the name of a tag, or name=value' })
  tag?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 500,
    default: 100,
    description: 'how many at most',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be at least 1' })
  @Max(500, { message: 'must be at most 500' })
  limit = 100;

  @ApiPropertyOptional({ description: 'nextCursor of the page before' })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @Length(1, 4000, { message: 'must have 1 to 4000 characters' })
  cursor?: string;
}

export class UsageQuery extends IntersectionType(Between, Grouping) {}

export class BurnQuery extends EndpointFilter {}

export class BillingExportQuery extends Between {
  @ApiPropertyOptional({
    enum: EXPORT_FORMATS,
    default: 'csv',
    description:
      'lines of bills as a table or as JSON, one a line; or the columns of FOCUS 1.2, a row for each hour, whose sum by invoice is what is to be paid where whole months are exported',
  })
  @IsOptional()
  @IsIn(EXPORT_FORMATS, { message: `must be one of ${EXPORT_FORMATS.join(', ')}` })
  format: ExportFormat = 'csv';
}
