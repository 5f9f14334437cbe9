import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsISO8601, IsOptional, IsString, Matches, Max, Min, Validate } from 'class-validator';
import { IsCountable } from '../http/moment.dto.ts';

const DATE = { message: 'must be a date and time, like 2031-02-01T00:00:00Z' };
const WHOLE = { message: 'must be a whole number' };
const PRICE = { message: `must be between 0 and ${String(Number.MAX_SAFE_INTEGER)}` };
const SKU = /^[a-z0-9][a-z0-9._-]{0,99}$/;

export class PublishRate {
  @ApiProperty({
    pattern: SKU.source,
    example: 'h100-1x',
    description: 'the id of a hardware flavour, or of an add-on: `custom-domain`, `storage-gib`',
  })
  @IsString({ message: 'must be a text' })
  @Matches(SKU, { message: 'must be the id of a hardware flavour or of an add-on' })
  sku!: string;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 3_900_000_000,
    description: 'billionths of a US dollar for an hour of one replica, one domain, or one GiB',
  })
  @IsInt(WHOLE)
  @Min(0, PRICE)
  @Max(Number.MAX_SAFE_INTEGER, PRICE)
  priceNanoUsdPerHour!: number;

  @ApiPropertyOptional({
    format: 'date-time',
    nullable: true,
    description: 'it may lie in the past: what was used since is rated again; without it, now',
  })
  @IsOptional()
  @IsISO8601({ strict: true }, DATE)
  @Validate(IsCountable)
  effectiveFrom?: string | null;
}
