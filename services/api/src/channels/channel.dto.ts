import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  CHANNEL_KINDS,
  CHANNEL_LIMITS,
  type ChannelKind,
  DELIVERY_STATES,
  NOTICE_KINDS,
  type NoticeKind,
  type ChannelDeliveryView,
} from '@tidegate/contracts';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  ValidateIf,
} from 'class-validator';
import { PageQuery } from '../http/request.dto.ts';

const L = CHANNEL_LIMITS;
const NAME_RULE = { message: `must be a text of 1 to ${String(L.nameCharacters)} characters` };
const URL_RULE = { message: `must be a URL of at most ${String(L.urlCharacters)} characters` };
const NOTICES_RULE = { each: true, message: `must be some of ${NOTICE_KINDS.join(', ')}` };
const ADDRESS_RULE = { each: true, message: 'must be addresses like oncall@example.com' };
const given = (_: object, value: unknown): boolean => value !== undefined;

class ChannelTerms {
  @ApiPropertyOptional({
    type: String,
    isArray: true,
    minItems: 1,
    maxItems: L.addresses,
    example: ['oncall@example.com'],
    description: 'of a channel by mail',
  })
  @ValidateIf(given)
  @IsArray({ message: 'must be a list of addresses' })
  @ArrayMinSize(1, { message: 'must name at least one address' })
  @ArrayMaxSize(L.addresses, { message: `must have at most ${String(L.addresses)} addresses` })
  @IsString(ADDRESS_RULE)
  @Length(3, L.addressCharacters, ADDRESS_RULE)
  addresses?: string[];

  @ApiPropertyOptional({
    maxLength: L.urlCharacters,
    example: 'https://hooks.slack.com/services/T0/B0/x',
    description: 'of a webhook, or of an incoming webhook of Slack: the latter is never shown again',
  })
  @ValidateIf(given)
  @IsString({ message: 'must be a text' })
  @Length(1, L.urlCharacters, URL_RULE)
  url?: string;

  @ApiPropertyOptional({
    enum: NOTICE_KINDS,
    isArray: true,
    description: 'what it hears of beside the alerts that name it',
  })
  @ValidateIf(given)
  @IsArray({ message: 'must be a list of notices' })
  @ArrayUnique({ message: 'names a notice twice' })
  @IsIn(NOTICE_KINDS, NOTICES_RULE)
  notices?: NoticeKind[];
}

export class CreateChannel extends ChannelTerms {
  @ApiProperty({ example: 'On call', minLength: 1, maxLength: L.nameCharacters })
  @IsString(NAME_RULE)
  @Length(1, L.nameCharacters, NAME_RULE)
  name!: string;

  @ApiProperty({
    enum: CHANNEL_KINDS,
    description: 'by mail, by a signed POST, or by a message as incoming webhooks of Slack take it',
  })
  @IsIn(CHANNEL_KINDS, { message: `must be one of ${CHANNEL_KINDS.join(', ')}` })
  kind!: ChannelKind;
}

/** What is left out stays as it is; its kind always does. */
export class ChangeChannel extends ChannelTerms {
  @ApiPropertyOptional({ minLength: 1, maxLength: L.nameCharacters })
  @ValidateIf(given)
  @IsString(NAME_RULE)
  @Length(1, L.nameCharacters, NAME_RULE)
  name?: string;
}

export class ReplayChannel {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'one delivery, by its id; left out: each that was given up, at most a thousand, the newest first',
  })
  @IsOptional()
  @IsString({ message: 'must be the id of a delivery' })
  @Length(1, 100, { message: 'must be the id of a delivery' })
  deliveryId?: string | null;
}

export class ChannelDeliveryQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATES, description: 'only deliveries in this state' })
  @IsOptional()
  @IsIn(DELIVERY_STATES, { message: `must be one of ${DELIVERY_STATES.join(', ')}` })
  state?: ChannelDeliveryView['state'];
}
