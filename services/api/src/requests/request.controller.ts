import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { ExportRequests } from './export-requests.gateway.ts';
import { RequestLists } from './request-lists.handler.ts';
import { RequestHourPage, RequestPage } from './request-views.ts';
import { ExportQuery, HourlyQuery, RequestQuery } from './request.dto.ts';

const TYPES = { ndjson: 'application/x-ndjson; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

/** Who called what, when, from where, and what became of it. */
@ApiTags('endpoints')
@Controller('v1')
export class RequestController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly lists: RequestLists,
    private readonly exports: ExportRequests,
  ) {}

  /** Each request that reached the endpoint, newest first. A page may be short and yet have a next one. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(RequestPage) })
  @Get('endpoints/:endpointId/requests')
  async all(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(RequestQuery)) wanted: RequestQuery,
  ): Promise<z.infer<typeof RequestPage>> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    return this.lists.page({ projectId, endpointId }, wanted);
  }

  /** Requests by the hour in which they arrived, newest hour first: counts, bytes, tokens, latency. Of the last day, or of whole hours of another time. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(RequestHourPage) })
  @Get('endpoints/:endpointId/requests/hourly')
  async hourly(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(HourlyQuery)) wanted: HourlyQuery,
  ): Promise<z.infer<typeof RequestHourPage>> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    return this.lists.hours({ projectId, endpointId }, wanted);
  }

  /** The same of all endpoints of the project together. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(RequestHourPage) })
  @Get('requests/hourly')
  ofProject(
    @WhoCalls() caller: Caller,
    @Query(query(HourlyQuery)) wanted: HourlyQuery,
  ): Promise<z.infer<typeof RequestHourPage>> {
    return this.lists.hours({ projectId: projectOf(caller), endpointId: null }, wanted);
  }

  /** Every request that is wanted, newest first, as lines of JSON or as a table. An export that breaks off is not whole. */
  @Needs('read')
  @ApiOkResponse({
    content: {
      'application/x-ndjson': { schema: { type: 'string' } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  @Get('endpoints/:endpointId/requests/export')
  async export(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(ExportQuery)) wanted: ExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    const filters = await this.lists.filters({ projectId, endpointId }, wanted);
    const closed = new AbortController();
    reply.raw.once('close', () => {
      closed.abort();
    });
    const text = await this.exports.text(filters, wanted.format, closed.signal);
    void reply.headers({
      'content-type': TYPES[wanted.format],
      'content-disposition': `attachment; filename="requests-${endpointId}.${wanted.format}"`,
      'cache-control': 'no-store',
    });
    return Readable.from(text, { objectMode: false, highWaterMark: 64 * 1024 });
  }
}
