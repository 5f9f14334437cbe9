import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { EventStore } from '@tidegate/eventing/nest';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema } from '../http/schema.dto.ts';
import { HistoryEventView, historyViewOf } from './history-view.ts';

@ApiTags('endpoints')
@Controller('v1/endpoints/:endpointId/events')
export class HistoryController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly store: EventStore,
  ) {}

  /** Everything that happened to the endpoint and its replicas, newest first. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(HistoryEventView) })
  @Get()
  async all(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ) {
    const { id: endpointId } = await this.own.find(caller, id);
    const before = placeIn(cursor);
    const events = await this.store.history({
      endpointId,
      ...(before !== null && { before }),
      limit: limit + 1,
    });
    return pageOf(events, limit, { place: ({ position }) => position, item: historyViewOf });
  }
}
