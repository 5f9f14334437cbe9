import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CostView, questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { PageQuery } from '../http/request.dto.ts';
import { schemaOf } from '../http/schema.dto.ts';

@ApiTags('usage')
@Controller('v1')
export class CostController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly asker: Asker,
  ) {}

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(CostView) })
  @Get('cost')
  ofProject(
    @WhoCalls() caller: Caller,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<CostView> {
    const projectId = projectOf(caller);
    return this.asker.ask(questions.cost, { projectId, endpointId: null, limit, cursor: cursor ?? null });
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(CostView) })
  @Get('endpoints/:endpointId/cost')
  async ofEndpoint(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<CostView> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    return this.asker.ask(questions.cost, { projectId, endpointId, limit, cursor: cursor ?? null });
  }
}
