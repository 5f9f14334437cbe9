import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LOG_SINK_KINDS, LOG_SINK_LIMITS, type LogSinkView } from '@tidegate/contracts';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';

const { urlCharacters, descriptionCharacters, endpoints } = LOG_SINK_LIMITS;
const ENDPOINT = /^endpt-[0-9a-f]{12}$/;
const URL_RULE = { message: `must be a URL of at most ${urlCharacters} characters` };
const KIND_RULE = { message: `must be one of ${LOG_SINK_KINDS.join(', ')}` };
const ABOUT_KINDS = 'otlp: OTLP over HTTP (protobuf); loki: Loki’s push API (JSON). Both are sent with gzip';
const ABOUT_HEADERS = {
  type: 'object',
  additionalProperties: { type: 'string' },
  writeOnly: true,
  description: 'go with each request, e.g. authorization; kept sealed, and never shown again',
} as const;
const given = (_: object, value: unknown): boolean => value !== undefined;

/** What both have. */
class LogSinkFields {
  @ApiPropertyOptional({ maxLength: descriptionCharacters, default: '' })
  @ValidateIf(given)
  @IsString({ message: 'must be a text' })
  @MaxLength(descriptionCharacters, { message: `must have at most ${descriptionCharacters} characters` })
  description?: string;

  @ApiPropertyOptional({
    type: [String],
    default: [],
    example: ['endpt-0123456789ab'],
    description: 'only lines of these endpoints; none named: of all of the project',
  })
  @ValidateIf(given)
  @IsArray({ message: 'must be a list of endpoint ids' })
  @ArrayMaxSize(endpoints, { message: `must have at most ${endpoints} endpoint ids; name none for all` })
  @ArrayUnique({ message: 'names an endpoint twice' })
  @Matches(ENDPOINT, { each: true, message: 'must be ids of endpoints, like endpt-0123456789ab' })
  endpointIds?: string[];

  @ApiPropertyOptional({ ...ABOUT_HEADERS, default: {} })
  @ValidateIf(given)
  @IsObject({ message: 'must be an object of names and values' })
  headers?: Record<string, string>;

  @ApiPropertyOptional({ default: true, description: 'false: nothing is shipped until it is enabled' })
  @ValidateIf(given)
  @IsBoolean({ message: 'must be true or false' })
  enabled?: boolean;
}

export class CreateLogSink extends LogSinkFields {
  @ApiProperty({ enum: LOG_SINK_KINDS, description: ABOUT_KINDS })
  @IsIn(LOG_SINK_KINDS, KIND_RULE)
  kind!: LogSinkView['kind'];

  @ApiProperty({
    example: 'https://otel.example.com/v1/logs',
    maxLength: urlCharacters,
    description: 'with its path: as a rule /v1/logs for otlp, /loki/api/v1/push for loki',
  })
  @IsString({ message: 'must be a text' })
  @Length(1, urlCharacters, URL_RULE)
  url!: string;
}

export class ChangeLogSink extends LogSinkFields {
  @ApiPropertyOptional({ enum: LOG_SINK_KINDS, description: ABOUT_KINDS })
  @ValidateIf(given)
  @IsIn(LOG_SINK_KINDS, KIND_RULE)
  kind?: LogSinkView['kind'];

  @ApiPropertyOptional({ maxLength: urlCharacters })
  @ValidateIf(given)
  @IsString({ message: 'must be a text' })
  @Length(1, urlCharacters, URL_RULE)
  url?: string;
}
