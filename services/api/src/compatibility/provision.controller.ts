import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { EndpointOperations } from '../endpoints/endpoint-operations.handler.ts';
import { Choice, Shaped, Text, Whole } from '../wishes/field.dto.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { parseBody } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { type Provision, inProvisionWords, provisionViewOf, wishOfProvision } from './provision-words.ts';
import { translated } from './translated.ts';

export class ProvisionModel implements Provision {
  @Shaped({
    pattern: /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/,
    words: 'must look like owner/name',
    required: true,
    example: 'tidegate/tiny',
  })
  modelId!: string;

  @Text({ max: 64, description: 'by default made of the model’s name' })
  name?: string | null;

  @Text({ max: 500, description: 'opens gated models; sealed and never shown' })
  hfToken?: string | null;

  @Text({ max: 64, description: 'an id of GET /v1/hardware; by default what the model needs' })
  instanceType?: string | null;

  @Whole({ min: 0, max: 1000, description: '0: it hibernates when nobody calls' })
  minNodes?: number | null;

  @Whole({ min: 1, max: 1000 })
  maxNodes?: number | null;

  @Choice({ of: ['private', 'public'], default: 'private' })
  authMode?: 'private' | 'public' | null;

  @Text({ max: 253 })
  customDomain?: string | null;
}

const ANSWER = {
  schema: {
    type: 'object',
    properties: { endpointId: { type: 'string' }, url: { type: 'string' }, status: { type: 'string' } },
  },
};

/** The route by which clients of a dedicated-inference service provision a model, in its words. It does what POST /v1/endpoints does. */
@ApiTags('compatibility')
@Controller('api/provision')
export class ProvisionController {
  constructor(private readonly operations: EndpointOperations) {}

  @Needs('write')
  @ApiBody({ type: ProvisionModel })
  @ApiOkResponse(ANSWER)
  @HttpCode(200)
  @Post()
  async provision(@WhoCalls() caller: Caller, @Body() given: unknown) {
    const wish = wishOfProvision(parseBody(ProvisionModel, given));
    const { endpoint } = await translated(() => this.operations.create(caller, wish), inProvisionWords);
    if (!endpoint) throw new Error('nothing was created');
    return provisionViewOf(endpoint);
  }

  @Needs('read')
  @ApiOkResponse(ANSWER)
  @Get(':endpointId')
  async one(@WhoCalls() caller: Caller, @Param('endpointId') id: string) {
    return provisionViewOf(await this.operations.get(caller, id));
  }
}
