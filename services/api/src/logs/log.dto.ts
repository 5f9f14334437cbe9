import { ApiPropertyOptional } from '@nestjs/swagger';
import { LINE_SEVERITIES, LOG_STREAMS, type LineSeverity, type LogStream } from '@tidegate/contracts';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';

const CURSOR = { message: 'is not a cursor of this log' };
const MOMENT = {
  message: 'must be a time like 2030-01-31T00:00:00Z, seconds since 1970, or so long ago: 30s, 15m, 2h or 7d',
};
const MOMENTS =
  /^(?:\d{1,6}[smhd]|\d{1,10}(?:\.\d{1,9})?|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?)$/;
const COUNT = { message: 'must be a whole number from 1 to 5000, or all' };
const COUNTS = /^(?:all|[1-9]\d{0,2}|[1-4]\d{3}|5000)$/;
const SECONDS = { message: 'must be a whole number of seconds, from 1 to 31536000' };
const WHOLE_SECONDS = /^(?:[1-9]\d{0,6}|[12]\d{7}|3[01]\d{6})$/;
const SWITCH = ['true', 'false', '1', '0'] as const;
const YES_NO = { message: 'must be true or false' };
export const LOG_FORMATS = ['json', 'ndjson', 'text'] as const;
type Switch = (typeof SWITCH)[number];

/** Which lines. */
class LineFilters {
  @ApiPropertyOptional({ description: 'only lines of this replica, which may be gone' })
  @IsOptional()
  @Matches(/^repl-[0-9a-f]{12}$/, { message: 'must look like repl-0123456789ab' })
  replica?: string;

  @ApiPropertyOptional({
    enum: SWITCH,
    default: 'false',
    description: 'only lines of the replica before: before `replica`, or before the newest',
  })
  @IsOptional()
  @IsIn(SWITCH, YES_NO)
  previous: Switch = 'false';

  @ApiPropertyOptional({ enum: LOG_STREAMS, description: 'only lines that came this way' })
  @IsOptional()
  @IsIn(LOG_STREAMS, { message: `must be one of ${LOG_STREAMS.join(', ')}` })
  stream?: LogStream;

  @ApiPropertyOptional({ enum: LINE_SEVERITIES, description: 'only lines at least so grave' })
  @IsOptional()
  @IsIn(LINE_SEVERITIES, { message: `must be one of ${LINE_SEVERITIES.join(', ')}` })
  severity?: LineSeverity;

  @ApiPropertyOptional({ description: 'only lines that hold this text, or match this expression' })
  @IsOptional()
  @IsString({ message: 'must be given once' })
  @Length(1, 500, { message: 'must have 1 to 500 characters' })
  q?: string;

  @ApiPropertyOptional({ enum: SWITCH, default: 'true', description: 'false: q in upper or lower case' })
  @IsOptional()
  @IsIn(SWITCH, YES_NO)
  case?: Switch;

  @ApiPropertyOptional({
    enum: SWITCH,
    default: 'false',
    description: 'true: q is an expression in RE2’s syntax',
  })
  @IsOptional()
  @IsIn(SWITCH, YES_NO)
  regex?: Switch;

  @ApiPropertyOptional({ description: 'only lines that name this trace' })
  @IsOptional()
  @Matches(/^[0-9a-f]{32}$/, { message: 'must be 32 hexadecimal digits in lower case' })
  traceId?: string;

  @ApiPropertyOptional({ description: 'only lines that name this request' })
  @IsOptional()
  @Matches(/^[\w.:-]{1,200}$/, { message: 'must be the id of a request' })
  requestId?: string;
}

/** And of these, from when, and how many. Docker’s and Kubernetes’ names mean the same as ours. */
export class LogQuery extends LineFilters {
  @ApiPropertyOptional({
    description: 'the newest lines, 1 to 5000, or all; 100, of a download all. Also `tail`, `tailLines`',
  })
  @IsOptional()
  @Matches(COUNTS, COUNT)
  lines?: string;

  @IsOptional()
  @Matches(COUNTS, COUNT)
  tail?: string;

  @IsOptional()
  @Matches(COUNTS, COUNT)
  tailLines?: string;

  @ApiPropertyOptional({
    description:
      'only lines since then: a time, or so long ago like 15m. Also `sinceTime`; in seconds `seconds`, `sinceSeconds`',
  })
  @IsOptional()
  @Matches(MOMENTS, MOMENT)
  since?: string;

  @IsOptional()
  @Matches(MOMENTS, MOMENT)
  sinceTime?: string;

  @IsOptional()
  @Matches(WHOLE_SECONDS, SECONDS)
  seconds?: string;

  @IsOptional()
  @Matches(WHOLE_SECONDS, SECONDS)
  sinceSeconds?: string;

  @ApiPropertyOptional({ description: 'only lines before then' })
  @IsOptional()
  @Matches(MOMENTS, MOMENT)
  until?: string;

  @ApiPropertyOptional({ description: 'only lines stored after this cursor, the next ones' })
  @IsOptional()
  @Matches(/^[\w-]{1,100}$/, CURSOR)
  after?: string;

  @ApiPropertyOptional({
    description: 'only lines stored before this cursor, the last ones: `olderCursor`',
  })
  @IsOptional()
  @Matches(/^[\w-]{1,100}$/, CURSOR)
  before?: string;

  @ApiPropertyOptional({ enum: SWITCH, default: 'false', description: 'go on as server-sent events' })
  @IsOptional()
  @IsIn(SWITCH, YES_NO)
  follow: Switch = 'false';

  @ApiPropertyOptional({
    enum: LOG_FORMATS,
    default: 'json',
    description: 'json: one page; ndjson and text: a download of all that is wanted',
  })
  @IsOptional()
  @IsIn(LOG_FORMATS, { message: `must be one of ${LOG_FORMATS.join(', ')}` })
  format: (typeof LOG_FORMATS)[number] = 'json';

  @ApiPropertyOptional({ enum: SWITCH, default: 'false', description: 'of text: each line after its time' })
  @IsOptional()
  @IsIn(SWITCH, YES_NO)
  timestamps: Switch = 'false';
}

export const isCursor = (text: string): boolean => /^[\w-]{1,100}$/.test(text);
