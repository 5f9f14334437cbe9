import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type FieldProblem, ModelSource } from '@tidegate/contracts';
import { frameworkOf } from '@tidegate/frameworks';
import {
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

const TEXT = { message: 'must be a text' };
const WHOLE = { message: 'must be a whole number' };
const MOST_TOKENS = 10_000_000;
const MOST_REQUESTS = 10_000;
const between = (least: number, most: number) => ({ message: `must be between ${least} and ${most}` });
const SHORT = { message: 'must have at most 64 characters' };

export class SizeModel {
  @ApiProperty({ example: 'meta-llama/Llama-3.1-8B-Instruct' })
  @Matches(/^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/, { message: 'must look like owner/name' })
  model!: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { kind: 'hub', revision: null },
    description:
      'where the weights come from; by default the hub. From elsewhere they are sized by the model’s name',
  })
  @IsOptional()
  @IsObject({ message: 'must be an object' })
  modelSource?: object | null;

  @ApiPropertyOptional({
    type: 'string',
    example: 'vllm',
    description: 'by default the one that serves such a model',
  })
  @IsOptional()
  @IsString(TEXT)
  @MaxLength(64, SHORT)
  framework?: string | null;

  @ApiPropertyOptional({ type: 'string', example: 'fp8', description: 'by default as the weights are' })
  @IsOptional()
  @IsString(TEXT)
  @MaxLength(64, SHORT)
  quantization?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MOST_TOKENS,
    description: 'tokens of one request and its answer; by default what the model was made for',
  })
  @IsOptional()
  @IsInt(WHOLE)
  @Min(1, between(1, MOST_TOKENS))
  @Max(MOST_TOKENS, between(1, MOST_TOKENS))
  contextTokens?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MOST_REQUESTS,
    default: 1,
    description: 'requests whose whole context must fit at the same time',
  })
  @IsOptional()
  @IsInt(WHOLE)
  @Min(1, between(1, MOST_REQUESTS))
  @Max(MOST_REQUESTS, between(1, MOST_REQUESTS))
  concurrency?: number | null;

  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'count spot hardware too: cheaper, and taken back when others need it',
  })
  @IsOptional()
  @IsBoolean({ message: 'must be true or false' })
  spot?: boolean | null;
}

const sourceProblems = (modelSource: unknown): FieldProblem[] => {
  if (modelSource === undefined || modelSource === null) return [];
  const { success } = ModelSource.safeParse(sourceOf(modelSource));
  const kinds = 'must be {"kind": "hub", "revision": …}, or of the kind folder or image';
  return success ? [] : [{ pointer: '/modelSource', message: kinds }];
};

/** A revision may be left out. */
export const sourceOf = (modelSource: object): unknown => ({ revision: null, ...modelSource });

/** What is wrong beyond single fields. */
export const sizingProblems = ({ modelSource, framework }: SizeModel): FieldProblem[] => [
  ...sourceProblems(modelSource),
  ...(typeof framework === 'string' && frameworkOf(framework) === null
    ? [{ pointer: '/framework', message: 'must be an id of GET /v1/frameworks' }]
    : []),
];
