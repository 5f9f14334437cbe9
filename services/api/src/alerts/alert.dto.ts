import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ALERT_LIMITS,
  ALERT_OPERATORS,
  ALERT_SEVERITIES,
  ALERT_STATES,
  type AlertRule,
  type AlertView,
  METRIC_AGGREGATES,
  METRIC_SCOPES,
  type MuteWindow,
  NO_DATA_POLICIES,
  WEEKDAYS,
} from '@tidegate/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
  Validate,
} from 'class-validator';
import { IsCountable } from '../http/moment.dto.ts';
import { PageQuery } from '../http/request.dto.ts';

const L = ALERT_LIMITS;
const TEXT = { message: 'must be a text' };
const WHOLE = { message: 'must be a whole number of seconds' };
const NUMBER = { message: 'must be a number' };
const IN_SECONDS = { type: 'integer' } as const;
const given = (_: object, value: unknown): boolean => value !== undefined;
const oneOf = (words: readonly string[]) => ({ message: `must be one of ${words.join(', ')}` });
const least = (count: number) => ({ message: `must be at least ${String(count)}` });
const most = (count: number) => ({ message: `must be at most ${String(count)}` });
const NAME_RULE = { message: `must have 1 to ${String(L.nameCharacters)} characters` };
const METRIC_RULE = { message: 'must be the name of a metric: GET /v1/metric-names lists them' };
const TIME_RULE = { message: 'must be a time of day like 22:00' };
const ABOUT_OPERATOR = 'how the value must stand to the threshold for the alert to fire';

export class MuteWindowFields implements MuteWindow {
  @ApiPropertyOptional({ enum: WEEKDAYS, isArray: true, description: 'on which it begins; none: each day' })
  @IsArray({ message: 'must be a list of days' })
  @ArrayMaxSize(WEEKDAYS.length, { message: 'names a day twice' })
  @ArrayUnique({ message: 'names a day twice' })
  @IsIn(WEEKDAYS, { each: true, message: `must be some of ${WEEKDAYS.join(', ')}` })
  days: MuteWindow['days'] = [];

  @ApiProperty({ example: '22:00' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, TIME_RULE)
  from!: string;

  @ApiProperty({ example: '06:00', description: 'at or before `from`: on the next day' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, TIME_RULE)
  until!: string;

  @ApiPropertyOptional({ type: String, example: 'Europe/Berlin', default: 'UTC' })
  @IsString(TEXT)
  @Length(1, 100, { message: 'must be a time zone like Europe/Berlin or UTC' })
  timeZone = 'UTC';
}

/** What may be left out: of a new alert it has its default, of a change it stays as it is. */
class AlertTerms {
  @ApiPropertyOptional({
    maxLength: L.descriptionCharacters,
    description: 'told with each notice, e.g. what to do',
  })
  @ValidateIf(given)
  @IsString(TEXT)
  @MaxLength(L.descriptionCharacters, {
    message: `must have at most ${String(L.descriptionCharacters)} characters`,
  })
  description?: string;

  @ApiPropertyOptional({ enum: ALERT_SEVERITIES, default: 'warning' })
  @ValidateIf(given)
  @IsIn(ALERT_SEVERITIES, oneOf(ALERT_SEVERITIES))
  severity?: AlertRule['severity'];

  @ApiPropertyOptional({
    enum: METRIC_SCOPES,
    default: 'endpoint',
    description: 'whether each endpoint, each replica, or the project as a whole is judged',
  })
  @ValidateIf(given)
  @IsIn(METRIC_SCOPES, oneOf(METRIC_SCOPES))
  scope?: AlertRule['scope'];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    default: null,
    example: 'endpt-0123456789ab',
    description: 'null: every endpoint of the project, those to come included',
  })
  @IsOptional()
  @IsString({ message: 'must be the id of an endpoint, or null' })
  endpointId?: string | null;

  @ApiPropertyOptional({ enum: METRIC_AGGREGATES, default: 'avg', description: 'what becomes of a window' })
  @ValidateIf(given)
  @IsIn(METRIC_AGGREGATES, oneOf(METRIC_AGGREGATES))
  aggregate?: AlertRule['aggregate'];

  @ApiPropertyOptional({
    ...IN_SECONDS,
    minimum: L.leastWindowSeconds,
    maximum: L.windowSeconds,
    default: 300,
  })
  @ValidateIf(given)
  @IsInt(WHOLE)
  @Min(L.leastWindowSeconds, least(L.leastWindowSeconds))
  @Max(L.windowSeconds, most(L.windowSeconds))
  windowSeconds?: number;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    default: null,
    description: 'it is over when the value is no longer beyond this; null: beyond the threshold',
  })
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false }, NUMBER)
  clearThreshold?: number | null;

  @ApiPropertyOptional({
    ...IN_SECONDS,
    minimum: 0,
    maximum: L.waitSeconds,
    default: 120,
    description: 'so long it must be beyond the threshold without a break',
  })
  @ValidateIf(given)
  @IsInt(WHOLE)
  @Min(0, least(0))
  @Max(L.waitSeconds, most(L.waitSeconds))
  forSeconds?: number;

  @ApiPropertyOptional({
    ...IN_SECONDS,
    minimum: 0,
    maximum: L.waitSeconds,
    default: 0,
    description: 'so long it must be over without a break',
  })
  @ValidateIf(given)
  @IsInt(WHOLE)
  @Min(0, least(0))
  @Max(L.waitSeconds, most(L.waitSeconds))
  keepFiringForSeconds?: number;

  @ApiPropertyOptional({
    enum: NO_DATA_POLICIES,
    default: 'ok',
    description: 'what no value means: all is well, it is told, or nothing changes',
  })
  @ValidateIf(given)
  @IsIn(NO_DATA_POLICIES, oneOf(NO_DATA_POLICIES))
  noData?: AlertRule['noData'];

  @ApiPropertyOptional({
    ...IN_SECONDS,
    minimum: L.leastRepeatSeconds,
    maximum: L.mostRepeatSeconds,
    nullable: true,
    default: null,
    description: 'told again so often while it fires; null: once',
  })
  @IsOptional()
  @IsInt(WHOLE)
  @Min(L.leastRepeatSeconds, least(L.leastRepeatSeconds))
  @Max(L.mostRepeatSeconds, most(L.mostRepeatSeconds))
  repeatEverySeconds?: number | null;

  @ApiPropertyOptional({
    type: MuteWindowFields,
    isArray: true,
    maxItems: L.muteWindows,
    description: 'when nobody is told that it begins to fire',
  })
  @ValidateIf(given)
  @IsArray({ message: 'must be a list of windows' })
  @ArrayMaxSize(L.muteWindows, { message: `must have at most ${String(L.muteWindows)} windows` })
  @ValidateNested({ each: true, message: 'must be windows with from and until' })
  @Type(() => MuteWindowFields)
  muteWindows?: MuteWindowFields[];

  @ApiPropertyOptional({
    type: String,
    isArray: true,
    maxItems: L.channels,
    example: ['chan-0123456789ab'],
    description: 'by which it is told; none: it is shown alone',
  })
  @ValidateIf(given)
  @IsArray({ message: 'must be a list of ids of channels' })
  @ArrayMaxSize(L.channels, { message: `must have at most ${String(L.channels)} channels` })
  @ArrayUnique({ message: 'names a channel twice' })
  @Matches(/^chan-[0-9a-f]{12}$/, { each: true, message: 'must be ids of channels like chan-0123456789ab' })
  channelIds?: string[];
}

export class CreateAlert extends AlertTerms {
  @ApiProperty({ example: 'Slow answers', minLength: 1, maxLength: L.nameCharacters })
  @IsString(TEXT)
  @Length(1, L.nameCharacters, NAME_RULE)
  name!: string;

  @ApiProperty({ example: 'latency_p95_seconds' })
  @IsString(TEXT)
  @Length(1, 200, METRIC_RULE)
  metric!: string;

  @ApiProperty({ enum: ALERT_OPERATORS, description: ABOUT_OPERATOR })
  @IsIn(ALERT_OPERATORS, oneOf(ALERT_OPERATORS))
  operator!: AlertRule['operator'];

  @ApiProperty({ example: 2.5 })
  @IsNumber({ allowNaN: false, allowInfinity: false }, NUMBER)
  threshold!: number;
}

/** What is left out stays as it is. What fires by the rule before is over. */
export class ChangeAlert extends AlertTerms {
  @ApiPropertyOptional({ minLength: 1, maxLength: L.nameCharacters })
  @ValidateIf(given)
  @IsString(TEXT)
  @Length(1, L.nameCharacters, NAME_RULE)
  name?: string;

  @ApiPropertyOptional()
  @ValidateIf(given)
  @IsString(TEXT)
  @Length(1, 200, METRIC_RULE)
  metric?: string;

  @ApiPropertyOptional({ enum: ALERT_OPERATORS, description: ABOUT_OPERATOR })
  @ValidateIf(given)
  @IsIn(ALERT_OPERATORS, oneOf(ALERT_OPERATORS))
  operator?: AlertRule['operator'];

  @ApiPropertyOptional()
  @ValidateIf(given)
  @IsNumber({ allowNaN: false, allowInfinity: false }, NUMBER)
  threshold?: number;
}

export class MuteAlert {
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    description: 'until then nobody is told; at most a year',
  })
  @IsISO8601({ strict: true, strictSeparator: true }, { message: 'must be a time like 2030-01-31T12:00:00Z' })
  @Validate(IsCountable)
  until!: string;
}

export class AlertQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ALERT_STATES, description: 'only those in this state' })
  @IsOptional()
  @IsIn(ALERT_STATES, oneOf(ALERT_STATES))
  state?: AlertView['state'];
}
