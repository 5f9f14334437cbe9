import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SCOPES, type Scope } from '@tidegate/contracts';
import { RateLimitsWish } from '../wishes/endpoint-parts.dto.ts';
import { Part } from '../wishes/field.dto.ts';
import { ROLES, type Role } from './roles.ts';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
} from 'class-validator';

export class IssueToken {
  @ApiProperty({ example: 'ci', minLength: 1, maxLength: 100 })
  @IsString({ message: 'must be a text' })
  @Length(1, 100, { message: 'must have 1 to 100 characters' })
  name!: string;

  @ApiPropertyOptional({
    enum: SCOPES,
    isArray: true,
    nullable: true,
    description:
      'read sees, write changes, invoke calls endpoints, admin gives and takes tokens; either scopes or role',
  })
  @IsOptional()
  @IsArray({ message: `must be a list of ${SCOPES.join(', ')}` })
  @ArrayMinSize(1, { message: 'must name at least one scope' })
  @ArrayMaxSize(SCOPES.length, { message: 'names a scope twice' })
  @ArrayUnique({ message: 'names a scope twice' })
  @IsIn(SCOPES, { each: true, message: `must be a list of ${SCOPES.join(', ')}` })
  scopes?: Scope[] | null;

  @ApiPropertyOptional({
    enum: ROLES,
    nullable: true,
    description: 'owner: all scopes; developer: read, write, invoke; viewer: read',
  })
  @IsOptional()
  @IsIn(ROLES, { message: `must be one of ${ROLES.join(', ')}` })
  role?: Role | null;

  @ApiPropertyOptional({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'null or absent: it does not expire',
  })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true }, { message: 'must be a time like 2030-01-31T12:00:00Z' })
  expiresAt?: string | null;

  @Part({ of: RateLimitsWish, description: 'what may be called with it, at whichever endpoints' })
  limits?: RateLimitsWish | null;
}
