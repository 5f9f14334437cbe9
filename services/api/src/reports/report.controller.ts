import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { BurnView, UsageReport, reportQuestions } from '@tidegate/contracts';
import { Asker, Clock } from '@tidegate/eventing/nest';
import type { FastifyReply } from 'fastify';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { ExportBilling } from './export-billing.gateway.ts';
import { BillingExportQuery, BurnQuery, UsageQuery } from './report.dto.ts';
import { spanOf, tagOf } from './span.ts';

const FILES = {
  csv: { type: 'text/csv; charset=utf-8', name: 'usage.csv' },
  focus: { type: 'text/csv; charset=utf-8', name: 'focus.csv' },
  ndjson: { type: 'application/x-ndjson; charset=utf-8', name: 'usage.ndjson' },
} as const;

/** Usage is read anew from what happened: of much it takes its time. */
const PATIENTLY = { timeoutMs: 15_000 };

type Scope = Readonly<{ projectId: string; endpointId: string | null }>;

/** What was used, what it costs now, and what it will. */
@ApiTags('usage')
@Controller('v1/billing')
export class ReportController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly asker: Asker,
    private readonly exports: ExportBilling,
    private readonly clock: Clock,
  ) {}

  /** Exact quantities and amounts by the hour, day or month, and by endpoint, hardware, replica, phase or tag; all groups together are the bill. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(UsageReport) })
  @Get('usage')
  async usage(
    @WhoCalls() caller: Caller,
    @Query(query(UsageQuery)) { groupBy, tag, limit, cursor, ...asked }: UsageQuery,
  ): Promise<UsageReport> {
    const span = spanOf(asked, this.#now());
    const scope = await this.#scope(caller, asked.endpointId);
    const wanted = { ...scope, ...span, groupBy, tag: tagOf(tag), limit, cursor: cursor ?? null };
    return this.asker.ask(reportQuestions.usage, wanted, PATIENTLY);
  }

  /** What an hour costs now, what the month has cost so far, and a forecast to its end; of the project and of each endpoint. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(BurnView) })
  @Get('burn')
  async burn(
    @WhoCalls() caller: Caller,
    @Query(query(BurnQuery)) { endpointId }: BurnQuery,
  ): Promise<BurnView> {
    return this.asker.ask(reportQuestions.burn, await this.#scope(caller, endpointId), PATIENTLY);
  }

  /** Everything that was used in a time, as a file. An export that breaks off is not whole. */
  @Needs('read')
  @ApiOkResponse({
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/x-ndjson': { schema: { type: 'string' } },
    },
  })
  @Get('export')
  async export(
    @WhoCalls() caller: Caller,
    @Query(query(BillingExportQuery)) { format, ...asked }: BillingExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const span = spanOf(asked, this.#now(), format === 'focus');
    const scope = await this.#scope(caller, asked.endpointId);
    const closed = new AbortController();
    reply.raw.once('close', () => {
      closed.abort();
    });
    const text = await this.exports.text({ ...scope, ...span, format }, closed.signal);
    const { type, name } = FILES[format];
    void reply.headers({
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    });
    return Readable.from(text, { objectMode: false, highWaterMark: 64 * 1024 });
  }

  #now(): Date {
    return new Date(this.clock.nowUs() / 1000);
  }

  async #scope(caller: Caller, endpointId: string | undefined): Promise<Scope> {
    if (endpointId === undefined) return { projectId: projectOf(caller), endpointId: null };
    const { id, projectId } = await this.own.find(caller, endpointId);
    return { projectId, endpointId: id };
  }
}
