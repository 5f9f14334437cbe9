import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { type Exchange, InExchange, withEtag } from '../endpoints/answer.gateway.ts';
import { EndpointView } from '../endpoints/endpoint-view.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { RevisionOperations } from './revision-operations.handler.ts';
import { Rollback, ShiftRollout } from './revision.dto.ts';
import { RevisionView } from './revision.ts';

const VIEW = { schema: schemaOf(EndpointView) };

@ApiTags('revisions')
@Controller('v1/endpoints/:endpointId')
export class RevisionController {
  constructor(private readonly operations: RevisionOperations) {}

  /** Every configuration it had, newest first. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(RevisionView) })
  @Get('revisions')
  all(@WhoCalls() caller: Caller, @Param('endpointId') id: string, @Query(query(PageQuery)) page: PageQuery) {
    return this.operations.revisions(caller, id, page);
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(RevisionView) })
  @Get('revisions/:revision')
  one(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Param('revision') revision: string,
  ): Promise<RevisionView> {
    return this.operations.revision(caller, id, numberOf(id, revision));
  }

  /** A new revision with the configuration of an earlier one, rolled out like any change. */
  @Needs('write')
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiBody({ type: Rollback })
  @ApiAcceptedResponse(VIEW)
  @HttpCode(202)
  @Post('rollback')
  async rollback(
    @InExchange() { caller, ifMatch, reply }: Exchange,
    @Param('endpointId') id: string,
    @Body(body(Rollback)) { revision }: Rollback,
  ): Promise<EndpointView> {
    return withEtag(reply, await this.operations.rollback(caller, id, revision, ifMatch));
  }

  /** The new template takes over. */
  @Needs('write')
  @ApiAcceptedResponse(VIEW)
  @HttpCode(202)
  @Post('rollout/promote')
  async promote(
    @InExchange() { caller, reply }: Exchange,
    @Param('endpointId') id: string,
  ): Promise<EndpointView> {
    return withEtag(reply, await this.operations.rollout(caller, id, { action: 'promote' }));
  }

  /** The template before it serves alone again. */
  @Needs('write')
  @ApiAcceptedResponse(VIEW)
  @HttpCode(202)
  @Post('rollout/abort')
  async abort(
    @InExchange() { caller, reply }: Exchange,
    @Param('endpointId') id: string,
  ): Promise<EndpointView> {
    return withEtag(reply, await this.operations.rollout(caller, id, { action: 'abort' }));
  }

  /** Another share of the requests for a canary. */
  @Needs('write')
  @ApiBody({ type: ShiftRollout })
  @ApiOkResponse(VIEW)
  @Patch('rollout')
  async shift(
    @InExchange() { caller, reply }: Exchange,
    @Param('endpointId') id: string,
    @Body(body(ShiftRollout)) { percent }: ShiftRollout,
  ): Promise<EndpointView> {
    return withEtag(reply, await this.operations.rollout(caller, id, { action: 'shift', percent }));
  }
}

/** A number that no revision can have is that of none. */
const numberOf = (endpointId: string, text: string): number =>
  /^[1-9]\d{0,8}$/.test(text)
    ? Number(text)
    : refuse('endpoint.revision_not_found', { endpointId: endpointId.slice(0, 100), revision: text });
