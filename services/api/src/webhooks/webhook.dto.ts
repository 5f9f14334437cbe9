import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  DELIVERY_STATES,
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_LIMITS,
  WEBHOOK_STATES,
  type WebhookDeliveryView,
  type WebhookView,
} from '@tidegate/contracts';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  Validate,
} from 'class-validator';
import { IsCountable } from '../http/moment.dto.ts';
import { PageQuery } from '../http/request.dto.ts';

const { urlCharacters, descriptionCharacters, eventTypes: MOST_TYPES } = WEBHOOK_LIMITS;
const URL_RULE = { message: `must be a URL of at most ${urlCharacters} characters` };
const DESCRIPTION_RULE = { message: `must have at most ${descriptionCharacters} characters` };
const TYPES_RULE = { each: true, message: `must be some of ${WEBHOOK_EVENT_TYPES.join(', ')}` };
const ABOUT_TYPES = 'names of events, groups of them like billing.*, or * for all';
const given = (_: object, value: unknown): boolean => value !== undefined;

export class SubscribeWebhook {
  @ApiProperty({ example: 'https://billing.example.com/tidegate', maxLength: urlCharacters })
  @IsString({ message: 'must be a text' })
  @Length(1, urlCharacters, URL_RULE)
  url!: string;

  @ApiProperty({
    enum: WEBHOOK_EVENT_TYPES,
    isArray: true,
    example: ['replica.*', 'rate.*', 'billing.*'],
    description: ABOUT_TYPES,
  })
  @IsArray({ message: 'must be a list of event types' })
  @ArrayMinSize(1, { message: 'must name at least one event type' })
  @ArrayMaxSize(MOST_TYPES, { message: `must have at most ${MOST_TYPES} event types` })
  @ArrayUnique({ message: 'names an event type twice' })
  @IsIn(WEBHOOK_EVENT_TYPES, TYPES_RULE)
  eventTypes!: string[];

  @ApiPropertyOptional({
    type: String,
    maxLength: descriptionCharacters,
    nullable: true,
    example: 'The books',
  })
  @IsOptional()
  @IsString({ message: 'must be a text' })
  @MaxLength(descriptionCharacters, DESCRIPTION_RULE)
  description?: string | null;
}

export class ChangeWebhook {
  @ApiPropertyOptional({ maxLength: urlCharacters })
  @ValidateIf(given)
  @IsString({ message: 'must be a text' })
  @Length(1, urlCharacters, URL_RULE)
  url?: string;

  @ApiPropertyOptional({ enum: WEBHOOK_EVENT_TYPES, isArray: true, description: ABOUT_TYPES })
  @ValidateIf(given)
  @IsArray({ message: 'must be a list of event types' })
  @ArrayMinSize(1, { message: 'must name at least one event type' })
  @ArrayMaxSize(MOST_TYPES, { message: `must have at most ${MOST_TYPES} event types` })
  @ArrayUnique({ message: 'names an event type twice' })
  @IsIn(WEBHOOK_EVENT_TYPES, TYPES_RULE)
  eventTypes?: string[];

  @ApiPropertyOptional({ maxLength: descriptionCharacters, nullable: true })
  @IsOptional()
  @IsString({ message: 'must be a text' })
  @MaxLength(descriptionCharacters, DESCRIPTION_RULE)
  description?: string | null;

  @ApiPropertyOptional({
    enum: WEBHOOK_STATES,
    description: 'disabled: nothing is delivered; active: from the next event on it is',
  })
  @ValidateIf(given)
  @IsIn(WEBHOOK_STATES, { message: `must be one of ${WEBHOOK_STATES.join(', ')}` })
  state?: WebhookView['state'];
}

export class DeliveryQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATES, description: 'only deliveries in this state' })
  @IsOptional()
  @IsIn(DELIVERY_STATES, { message: `must be one of ${DELIVERY_STATES.join(', ')}` })
  state?: WebhookDeliveryView['state'];
}

/** One of the three. */
export class ReplayWebhook {
  @ApiPropertyOptional({ nullable: true, description: 'one delivery, by its id (the header webhook-id)' })
  @IsOptional()
  @IsString({ message: 'must be the id of a delivery' })
  @Length(1, 100, { message: 'must be the id of a delivery' })
  deliveryId?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'everything that the webhook is subscribed to since this time',
  })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true }, { message: 'must be a time like 2030-01-31T12:00:00Z' })
  @Validate(IsCountable)
  since?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    nullable: true,
    description:
      'everything that the webhook is subscribed to after this position of the log; 0: from its beginning',
  })
  @IsOptional()
  @IsInt({ message: 'must be a whole number' })
  @Min(0, { message: 'must be at least 0' })
  @Max(Number.MAX_SAFE_INTEGER, { message: 'is no position of the log' })
  afterPosition?: number | null;
}
