import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { PastEvents } from '../history/past-events.store.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { ScalingQuery } from './scaling.dto.ts';
import { type ScalingStateView, ScalingStateView as StateView, decisionsOf } from './scaling-view.ts';
import { SimulateEndpoint } from './simulate.dto.ts';
import { SimulationView } from './simulation-view.ts';
import { Simulations } from './simulations.handler.ts';

@ApiTags('scaling')
@Controller('v1/endpoints/:endpointId')
export class ScalingController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly past: PastEvents,
    private readonly asker: Asker,
    private readonly simulations: Simulations,
  ) {}

  /** Why it has the replicas it has at this moment, and the last changes. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(StateView) })
  @Get('scaling')
  async why(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(ScalingQuery)) { decisions }: ScalingQuery,
  ): Promise<ScalingStateView> {
    const { id: endpointId } = await this.own.find(caller, id);
    const looked = { endpointId, types: ['ScaleDecided'] as const };
    const [{ scaling }, events] = await Promise.all([
      this.asker.ask(questions.explainScaling, { endpointId }),
      this.past.newestFirst(looked, null, { before: null, limit: decisions }),
    ]);
    return { now: scaling, decisions: decisionsOf(events) };
  }

  /** Its recorded traffic under other policies, side by side: what they would have cost, and how long callers would have waited. */
  @Needs('read')
  @ApiBody({ type: SimulateEndpoint })
  @ApiOkResponse({ schema: schemaOf(SimulationView) })
  @HttpCode(200)
  @Post('simulate')
  async simulate(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Body() body: unknown,
  ): Promise<SimulationView> {
    return this.simulations.simulate(await this.own.find(caller, id), body ?? {});
  }
}
