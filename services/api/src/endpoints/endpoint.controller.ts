import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { type Exchange, InExchange, goneOf, withEtag } from './answer.gateway.ts';
import { EndpointOperations } from './endpoint-operations.handler.ts';
import { CreateQuery, EndpointListQuery, PastQuery, UpdateQuery, secondsOf } from './endpoint-query.dto.ts';
import { EndpointView } from './endpoint-view.ts';
import { CreateEndpoint, DeleteEndpoint, UpdateEndpoint } from '../wishes/endpoint.dto.ts';
import { ChangePreviewView, CreatedView, PreviewView, UpdatedView } from './outcome-view.ts';

const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: 'the ETag that must still be the present one',
};

@ApiTags('endpoints')
@Controller('v1/endpoints')
export class EndpointController {
  constructor(private readonly operations: EndpointOperations) {}

  @Needs('write')
  @ApiBody({ type: CreateEndpoint })
  @ApiCreatedResponse({ schema: schemaOf(CreatedView) })
  @ApiOkResponse({ schema: schemaOf(PreviewView), description: 'with validateOnly' })
  @Post()
  async create(
    @InExchange() { caller, reply }: Exchange,
    @Body() wish: unknown,
    @Query(query(CreateQuery)) search: CreateQuery,
  ): Promise<CreatedView | PreviewView> {
    const validateOnly = search.validateOnly === 'true';
    const { endpoint, problems, warnings, price, sizing } = await this.operations.create(caller, wish, {
      validateOnly,
    });
    if (!endpoint) {
      void reply.status(200);
      return {
        valid: problems.length === 0,
        problems: [...problems],
        warnings: [...warnings],
        price,
        sizing,
      };
    }
    const seconds = secondsOf(search);
    const shown =
      seconds === 0 ? endpoint : await this.operations.settled(caller, endpoint.id, seconds, goneOf(reply));
    return { ...withEtag(reply, shown), warnings: [...warnings] };
  }

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(EndpointView) })
  @Get()
  all(@WhoCalls() caller: Caller, @Query(query(EndpointListQuery)) search: EndpointListQuery) {
    return this.operations.list(caller, search);
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(EndpointView) })
  @Get(':endpointId')
  async one(
    @InExchange() { caller, reply }: Exchange,
    @Param('endpointId') id: string,
    @Query(query(PastQuery)) { asOf }: PastQuery,
  ): Promise<EndpointView> {
    const past = asOf === undefined ? {} : { asOf: new Date(asOf) };
    return withEtag(reply, await this.operations.get(caller, id, past));
  }

  @Needs('write')
  @ApiConsumes('application/merge-patch+json', 'application/json')
  @ApiHeader(IF_MATCH)
  @ApiBody({ type: UpdateEndpoint })
  @ApiOkResponse({ schema: { oneOf: [schemaOf(UpdatedView), schemaOf(ChangePreviewView)] } })
  @Patch(':endpointId')
  async update(
    @InExchange() { caller, ifMatch, reply }: Exchange,
    @Param('endpointId') id: string,
    @Body() patch: unknown,
    @Query(query(UpdateQuery)) search: UpdateQuery,
  ): Promise<UpdatedView | ChangePreviewView> {
    const validateOnly = search.validateOnly === 'true';
    const options = { ifMatch, canaryPercent: search.canary, validateOnly };
    const { endpoint, effect, ...rest } = await this.operations.update(caller, id, patch, options);
    const [problems, warnings, changes] = [[...rest.problems], [...rest.warnings], [...rest.changes]];
    if (!endpoint || !effect)
      return {
        valid: problems.length === 0,
        problems,
        warnings,
        price: rest.price,
        sizing: rest.sizing,
        changes,
        effect,
      };
    const seconds = secondsOf(search);
    const shown =
      seconds === 0 ? endpoint : await this.operations.settled(caller, id, seconds, goneOf(reply));
    return { ...withEtag(reply, shown), warnings, changes, effect };
  }

  @Needs('write')
  @ApiHeader(IF_MATCH)
  @ApiBody({ type: DeleteEndpoint })
  @ApiAcceptedResponse({ schema: schemaOf(EndpointView) })
  @HttpCode(202)
  @Delete(':endpointId')
  remove(
    @InExchange() { caller, ifMatch }: Exchange,
    @Param('endpointId') id: string,
    @Body(body(DeleteEndpoint)) { confirm }: DeleteEndpoint,
  ): Promise<EndpointView> {
    return this.operations.remove(caller, id, { confirm, ifMatch });
  }
}
