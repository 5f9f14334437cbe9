import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ENDPOINT_NAME } from '@tidegate/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { NAME_RULE } from '../projects/project.dto.ts';
import type { RuleWish } from './security-group.ts';

const PORTS = { each: true, message: 'must be a list of ports from 1 to 65535' };

export class RuleOfSecurityGroup implements RuleWish {
  @ApiProperty({
    example: '10.0.0.0/8',
    description: 'IPv4 or IPv6 addresses that may call; one address alone may stand without a prefix',
  })
  @IsString({ message: 'must be a text' })
  @MaxLength(64, { message: 'must have at most 64 characters' })
  cidr!: string;

  @ApiPropertyOptional({
    type: 'integer',
    isArray: true,
    maximum: 65_535,
    minimum: 1,
    description: 'ports that may be called; absent, null or empty: any',
  })
  @IsOptional()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(32, { message: 'must have at most 32 ports' })
  @ArrayUnique({ message: 'names a port twice' })
  @IsInt(PORTS)
  @Min(1, PORTS)
  @Max(65_535, PORTS)
  ports?: number[] | null;
}

export class SaveSecurityGroup {
  @ApiProperty({ example: 'office', minLength: 2, maxLength: 64 })
  @Matches(ENDPOINT_NAME, { message: NAME_RULE })
  name!: string;

  @ApiProperty({
    type: RuleOfSecurityGroup,
    isArray: true,
    description: 'who may call: whoever one of the rules allows; none: nobody',
  })
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(256, { message: 'must have at most 256 rules' })
  @IsObject({ each: true, message: 'must be a list of objects' })
  @ValidateNested({ each: true })
  @Type(() => RuleOfSecurityGroup)
  rules!: RuleOfSecurityGroup[];
}
