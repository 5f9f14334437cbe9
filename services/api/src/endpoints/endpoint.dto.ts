import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ENDPOINT_NAME, type EndpointSpec, type ScalingRule } from '@tidegate/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
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
import type { EndpointWish } from './endpoint-spec.ts';

const OBJECT = { message: 'must be an object' };
const TEXT = { message: 'must be a text' };
const WHOLE = { message: 'must be a whole number' };
const DAY_SECONDS = 86_400;
const between = (least: number, most: number) => ({ message: `must be between ${least} and ${most}` });

export class RuleWish implements ScalingRule {
  @ApiProperty({ enum: ['concurrency', 'requestsPerSecond'] })
  @IsIn(['concurrency', 'requestsPerSecond'], { message: 'must be concurrency or requestsPerSecond' })
  metric!: ScalingRule['metric'];

  @ApiProperty({ minimum: 0.001, maximum: 100_000, description: 'what one replica is meant to carry' })
  @IsNumber({ allowNaN: false, allowInfinity: false }, { message: 'must be a number' })
  @Min(0.001, between(0.001, 100_000))
  @Max(100_000, between(0.001, 100_000))
  target!: number;
}

export class ScalingWish {
  @ApiPropertyOptional({ enum: ['automatic', 'manual'], default: 'automatic' })
  @IsOptional()
  @IsIn(['automatic', 'manual'], { message: 'must be automatic or manual' })
  mode?: EndpointSpec['scaling']['mode'] | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    default: 0,
    description: '0: it sleeps when nobody calls it',
  })
  @IsOptional()
  @IsInt(WHOLE)
  @Min(0, { message: 'must be at least 0' })
  minReplicas?: number | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, default: 1 })
  @IsOptional()
  @IsInt(WHOLE)
  @Min(1, { message: 'must be at least 1' })
  maxReplicas?: number | null;

  @ApiPropertyOptional({ type: RuleWish, isArray: true, description: 'the highest answer wins' })
  @IsOptional()
  @IsArray({ message: 'must be a list' })
  @ArrayMinSize(1, { message: 'must have at least one rule' })
  @ArrayMaxSize(8, { message: 'must have at most 8 rules' })
  @IsObject({ each: true, message: 'must be a list of objects' })
  @ValidateNested({ each: true })
  @Type(() => RuleWish)
  rules?: RuleWish[] | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: DAY_SECONDS, default: 300 })
  @IsOptional()
  @IsInt(WHOLE)
  @Min(1, between(1, DAY_SECONDS))
  @Max(DAY_SECONDS, between(1, DAY_SECONDS))
  idleTimeoutSeconds?: number | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: DAY_SECONDS, default: 0 })
  @IsOptional()
  @IsInt(WHOLE)
  @Min(0, between(0, DAY_SECONDS))
  @Max(DAY_SECONDS, between(0, DAY_SECONDS))
  initialCooldownSeconds?: number | null;
}

export class CreateEndpoint implements EndpointWish {
  @ApiProperty({ example: 'chat', minLength: 2, maxLength: 64 })
  @Matches(ENDPOINT_NAME, { message: NAME_RULE })
  name!: string;

  @ApiPropertyOptional({ maxLength: 1000 })
  @IsOptional()
  @IsString(TEXT)
  @MaxLength(1000, { message: 'must have at most 1000 characters' })
  description?: string | null;

  @ApiProperty({ example: 'tidegate/tiny' })
  @Matches(/^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/, { message: 'must look like owner/name' })
  model!: string;

  @ApiPropertyOptional({ description: 'by default the one that serves the model', example: 'llama.cpp' })
  @IsOptional()
  @IsString(TEXT)
  framework?: string | null;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { ctxSize: 2048 } })
  @IsOptional()
  @IsObject(OBJECT)
  engineArguments?: Record<string, unknown> | null;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  @IsOptional()
  @IsObject(OBJECT)
  environment?: Record<string, unknown> | null;

  @ApiPropertyOptional({ default: 'local' })
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,62}$/, { message: 'must be the name of a cluster' })
  cluster?: string | null;

  @ApiPropertyOptional({ default: 'cpu-1x', description: 'an id of GET /v1/hardware' })
  @IsOptional()
  @IsString(TEXT)
  hardware?: string | null;

  @ApiPropertyOptional({ enum: ['private', 'public'], default: 'private' })
  @IsOptional()
  @IsIn(['private', 'public'], { message: 'must be private or public' })
  visibility?: EndpointSpec['visibility'] | null;

  @ApiPropertyOptional({ type: ScalingWish })
  @IsOptional()
  @IsObject(OBJECT)
  @ValidateNested()
  @Type(() => ScalingWish)
  scaling?: ScalingWish | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 7200, default: 600 })
  @IsOptional()
  @IsInt(WHOLE)
  @Min(1, between(1, 7200))
  @Max(7200, between(1, 7200))
  startupTimeoutSeconds?: number | null;

  @ApiPropertyOptional({ description: 'where to say that it became ready or failed for the first time' })
  @IsOptional()
  @IsString(TEXT)
  @MaxLength(2000, { message: 'must have at most 2000 characters' })
  notifyWebhookUrl?: string | null;
}

export class DeleteEndpoint {
  @ApiProperty({ description: 'the endpoint’s name' })
  @IsString(TEXT)
  @MaxLength(64, { message: 'must have at most 64 characters' })
  confirm!: string;
}
