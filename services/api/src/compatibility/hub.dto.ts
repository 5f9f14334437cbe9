import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { Text, Whole } from '../wishes/field.dto.ts';
import type { HubRun } from './hub-words.ts';

export class RunModel implements HubRun {
  @Text({ max: 64, description: 'by default made of the model’s name' })
  deploy_name?: string | null;

  @Text({ max: 63 })
  cluster_id?: string | null;

  @ApiProperty({
    required: false,
    oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }],
    description: 'a JSON object of variables, also as text',
    example: '{"LANG":"C"}',
  })
  @IsOptional()
  env?: string | Record<string, unknown> | null;

  @Text({ max: 10_000, example: '--max-model-len 4096', description: 'as on the framework’s command line' })
  engine_args?: string | null;

  @Whole({ min: 0, max: 1000 })
  min_replica?: number | null;

  @Whole({ min: 1, max: 1000 })
  max_replica?: number | null;

  @ApiProperty({
    required: false,
    oneOf: [{ type: 'string' }, { type: 'integer' }],
    description: 'an id of GET /v1/hardware, or its place there, from 1',
  })
  @IsOptional()
  resource_id?: string | number | null;

  @ApiProperty({
    required: false,
    oneOf: [{ type: 'string' }, { type: 'integer' }],
    description: 'an id of GET /v1/frameworks, or its place there, from 1',
  })
  @IsOptional()
  runtime_framework_id?: string | number | null;

  @Text({ max: 200, description: 'branch, tag or commit of the model' })
  revision?: string | null;

  @Whole({ min: 1, max: 2, description: '1: public, 2: private' })
  secure_level?: number | null;

  @Text({ max: 1000, description: 'read and not used: the platform finds the file' })
  entrypoint?: string | null;

  @Whole({ min: 0, max: 2 ** 53 - 1, description: 'read and not used' })
  order_detail_id?: number | null;
}
