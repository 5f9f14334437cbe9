import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, PlacementView, ReplicaId, ReplicaView, questions, refuse } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { ReplicaQuery } from './replica.dto.ts';

@ApiTags('endpoints')
@Controller('v1/endpoints/:endpointId/replicas')
export class ReplicaController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly asker: Asker,
  ) {}

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(ReplicaView) })
  @Get()
  async all(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(ReplicaQuery)) { limit, cursor, stopped }: ReplicaQuery,
  ): Promise<AnswerOf<typeof questions.replicas>> {
    const { id: endpointId } = await this.own.find(caller, id);
    return this.asker.ask(questions.replicas, {
      endpointId,
      includeStopped: stopped === 'true',
      limit,
      cursor: cursor ?? null,
    });
  }

  /** Why it is where it is; or, while it waits, what each node lacks and whose turn comes before. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(PlacementView) })
  @Get(':replicaId/placement')
  async placement(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Param('replicaId') replica: string,
  ): Promise<PlacementView> {
    const { id: endpointId } = await this.own.find(caller, id);
    const replicaId =
      ReplicaId.safeParse(replica).data ?? refuse('replica.not_found', { replicaId: replica.slice(0, 100) });
    return this.asker.ask(questions.explainPlacement, { endpointId, replicaId });
  }
}
