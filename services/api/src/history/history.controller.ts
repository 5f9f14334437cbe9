import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { pageSchema } from '../http/schema.dto.ts';
import { HistoryEventView, historyViewOf } from './history-view.ts';
import { HistoryQuery } from './history.dto.ts';
import { PastEvents } from './past-events.store.ts';

@ApiTags('endpoints')
@Controller('v1/endpoints/:endpointId/events')
export class HistoryController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly past: PastEvents,
  ) {}

  /** Everything that happened to the endpoint and its replicas, newest first; or some of it, by type, actor and time. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(HistoryEventView) })
  @Get()
  async all(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(HistoryQuery)) { limit, cursor, type, actor, since, until }: HistoryQuery,
  ) {
    const { id: endpointId } = await this.own.find(caller, id);
    const page = { before: placeIn(cursor), limit: limit + 1 };
    const events = await this.past.newestFirst(
      { endpointId, types: type, since, until },
      actor ?? null,
      page,
    );
    return pageOf(events, limit, { place: ({ position }) => position, item: historyViewOf });
  }
}
