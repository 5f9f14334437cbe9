import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, parseBody, query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { CreateEndpoint, DeleteEndpoint } from './endpoint.dto.ts';
import { Endpoints, type OwnersCommand } from './endpoint.handler.ts';
import { specOf, wishProblems } from './endpoint-spec.ts';
import { EndpointView, viewOf } from './endpoint-view.ts';
import { OwnEndpoints } from './own-endpoint.guard.ts';

@ApiTags('endpoints')
@Controller('v1/endpoints')
export class EndpointController {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly own: OwnEndpoints,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Needs('write')
  @ApiBody({ type: CreateEndpoint })
  @ApiCreatedResponse({ schema: schemaOf(EndpointView) })
  @Post()
  async create(@WhoCalls() caller: Caller, @Body() given: unknown): Promise<EndpointView> {
    const wish = parseBody(CreateEndpoint, given, (shaped) => wishProblems(shaped, this.settings));
    const spec = specOf(wish);
    if (Array.isArray(spec)) return refuse('request.invalid', { count: spec.length }, spec);
    const id = await this.endpoints.request(projectOf(caller), spec, caller.cause);
    return viewOf(await this.own.find(caller, id));
  }

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(EndpointView) })
  @Get()
  async all(@WhoCalls() { projectId }: Caller, @Query(query(PageQuery)) { limit, cursor }: PageQuery) {
    const rows = await this.own.page(projectId, placeIn(cursor), limit + 1);
    return pageOf(rows, limit, { place: (row) => row.createdPosition, item: viewOf });
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(EndpointView) })
  @Get(':endpointId')
  async one(@WhoCalls() caller: Caller, @Param('endpointId') id: string): Promise<EndpointView> {
    const endpoint = await this.own.find(caller, id);
    return endpoint.state === 'deleted' ? refuse('endpoint.deleted', { endpointId: id }) : viewOf(endpoint);
  }

  @Needs('write')
  @ApiAcceptedResponse({ schema: schemaOf(EndpointView) })
  @HttpCode(202)
  @Post(':endpointId/stop')
  stop(@WhoCalls() caller: Caller, @Param('endpointId') id: string): Promise<EndpointView> {
    return this.#command(caller, id, (owner) => ({ type: 'StopEndpoint', ...owner }));
  }

  @Needs('write')
  @ApiAcceptedResponse({ schema: schemaOf(EndpointView) })
  @HttpCode(202)
  @Post(':endpointId/start')
  start(@WhoCalls() caller: Caller, @Param('endpointId') id: string): Promise<EndpointView> {
    return this.#command(caller, id, (owner) => ({ type: 'StartEndpoint', ...owner }));
  }

  @Needs('write')
  @ApiBody({ type: DeleteEndpoint })
  @ApiAcceptedResponse({ schema: schemaOf(EndpointView) })
  @HttpCode(202)
  @Delete(':endpointId')
  remove(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Body(body(DeleteEndpoint)) { confirm }: DeleteEndpoint,
  ): Promise<EndpointView> {
    return this.#command(caller, id, (owner) => ({ type: 'DeleteEndpoint', ...owner, confirm }));
  }

  async #command(
    caller: Caller,
    id: string,
    commandOf: (owner: Owner) => OwnersCommand,
  ): Promise<EndpointView> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    await this.endpoints.command(commandOf({ endpointId, projectId }), caller.cause);
    return viewOf(await this.own.find(caller, id));
  }
}

type Owner = Readonly<{ endpointId: string; projectId: string }>;
