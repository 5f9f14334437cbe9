import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

const WHOLE = { message: 'must be a whole number' };
const CURSOR = { message: 'is not a cursor of this log' };

export class LogQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 5000,
    default: 100,
    description: 'the newest lines',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt(WHOLE)
  @Min(1, { message: 'must be at least 1' })
  @Max(5000, { message: 'must be at most 5000' })
  lines = 100;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'only lines at most so many seconds old' })
  @IsOptional()
  @Type(() => Number)
  @IsInt(WHOLE)
  @Min(1, { message: 'must be at least 1' })
  @Max(31_536_000, { message: 'must be at most a year' })
  seconds?: number;

  @ApiPropertyOptional({ description: 'only lines of this replica' })
  @IsOptional()
  @Matches(/^repl-[0-9a-f]{12}$/, { message: 'must look like repl-0123456789ab' })
  replica?: string;

  @ApiPropertyOptional({ description: 'only lines stored after this cursor, oldest first' })
  @IsOptional()
  @Matches(/^[\w-]{1,100}$/, CURSOR)
  after?: string;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'go on as server-sent events',
  })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'must be true or false' })
  follow: 'true' | 'false' = 'false';
}

export const isCursor = (text: string): boolean => /^[\w-]{1,100}$/.test(text);
