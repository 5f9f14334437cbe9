import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PastEvents } from '../history/past-events.store.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { pageSchema } from '../http/schema.dto.ts';
import { AuditEventView, auditViewOf } from './audit-view.ts';
import { AuditQuery } from './audit.dto.ts';

@ApiTags('audit')
@Controller('v1/events')
export class AuditController {
  constructor(private readonly past: PastEvents) {}

  /** Everything that happened in a project, newest first: who caused it, when, and with which request. Secrets stand in no event. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(AuditEventView) })
  @Get()
  async all(@WhoCalls() caller: Caller, @Query(query(AuditQuery)) asked: AuditQuery) {
    const { limit, cursor, type, stream, actor, requestId, since, until } = asked;
    const events = await this.past.inProject(
      {
        types: type,
        streamId: stream,
        actor,
        requestId,
        since,
        until,
        before: placeIn(cursor) ?? undefined,
        limit: limit + 1,
      },
      projectOf(caller),
    );
    return pageOf(events, limit, { place: ({ position }) => position, item: auditViewOf });
  }
}
