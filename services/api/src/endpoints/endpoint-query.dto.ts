import { ApiPropertyOptional } from '@nestjs/swagger';
import { ENDPOINT_STATES, type EndpointState } from '@tidegate/contracts';
import { Type } from 'class-transformer';
import { IsISO8601, IsIn, IsInt, IsOptional, Matches, Max, MaxLength, Min, Validate } from 'class-validator';
import { IsCountable } from '../http/moment.dto.ts';
import { PageQuery } from '../http/request.dto.ts';

const TRUTH = ['true', 'false'] as const;
type Truth = (typeof TRUTH)[number];

/** 1 to 300 seconds, with or without the unit. */
const SECONDS = /^(?:[1-9]\d?|[12]\d\d|300)s?$/;

export class WaitQuery {
  @ApiPropertyOptional({
    example: '30s',
    description: 'answer when nothing more comes of itself, or after so many seconds, at most 300',
  })
  @IsOptional()
  @Matches(SECONDS, { message: 'must be 1 to 300 seconds, like 30s' })
  wait?: string;
}

export class CreateQuery extends WaitQuery {
  @ApiPropertyOptional({ enum: TRUTH, default: 'false', description: 'judge it only: nothing is made' })
  @IsOptional()
  @IsIn(TRUTH, { message: 'must be true or false' })
  validateOnly: Truth = 'false';
}

export class UpdateQuery extends CreateQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    description: 'so many of 100 requests go to the new template, until it is promoted or aborted',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be a whole number' })
  @Min(1, { message: 'must be between 1 and 100' })
  @Max(100, { message: 'must be between 1 and 100' })
  canary?: number;
}

export class PastQuery {
  @ApiPropertyOptional({ format: 'date-time', description: 'what it was at that time' })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'must be a time like 2030-01-31T00:00:00Z' })
  @MaxLength(40, { message: 'must be a time like 2030-01-31T00:00:00Z' })
  @Validate(IsCountable)
  asOf?: string;
}

export class EndpointListQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ENDPOINT_STATES })
  @IsOptional()
  @IsIn(ENDPOINT_STATES, { message: 'must be a state of an endpoint' })
  state?: EndpointState;

  @ApiPropertyOptional({ example: 'team=search', description: 'a tag’s name, or name=value' })
  @IsOptional()
  @Matches(/^[\w./-]{1,63}(?:=.{0,256})?$/, { message: 'must be the name of a tag, or name=value' })
  tag?: string;
}

export const secondsOf = ({ wait }: WaitQuery): number => (wait === undefined ? 0 : parseInt(wait, 10));
