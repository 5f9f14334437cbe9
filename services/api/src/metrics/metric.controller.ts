import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { metricQuestions } from '@tidegate/contracts';
import { Asker, Clock } from '@tidegate/eventing/nest';
import type { FastifyReply } from 'fastify';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { seriesAskOf, valuesAskOf } from './metric-asks.ts';
import { METRIC_NAMES, MetricNames, SeriesView, ValuePage, seriesView, valuePage } from './metric-views.ts';
import { MetricValuesQuery, MetricsQuery, ProjectMetricsQuery } from './metric.dto.ts';
import { Scrape } from './scrape.gateway.ts';

const PATIENTLY = { timeoutMs: 15_000 };
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/** What endpoints do: numbers over time. */
@ApiTags('metrics')
@Controller('v1')
export class MetricController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly asker: Asker,
    private readonly clock: Clock,
    private readonly scrapes: Scrape,
  ) {}

  /** Of an endpoint, or of its replicas, step by step. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(SeriesView) })
  @Get('endpoints/:endpointId/metrics')
  async series(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(MetricsQuery)) wanted: MetricsQuery,
  ): Promise<SeriesView> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    const ask = seriesAskOf(wanted, { projectId, endpointId }, this.clock.nowUs());
    return seriesView(await this.asker.ask(metricQuestions.series, ask, PATIENTLY));
  }

  /** The same of all endpoints of the project together. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(SeriesView) })
  @Get('metric-series')
  async ofProject(
    @WhoCalls() caller: Caller,
    @Query(query(ProjectMetricsQuery)) wanted: ProjectMetricsQuery,
  ): Promise<SeriesView> {
    const whose = { projectId: projectOf(caller), endpointId: null };
    const ask = seriesAskOf(wanted, whose, this.clock.nowUs());
    return seriesView(await this.asker.ask(metricQuestions.series, ask, PATIENTLY));
  }

  /** One value over the last minute, or another window, of each endpoint or each replica. A page may be short and yet have a next one. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(ValuePage) })
  @Get('metric-values')
  async values(
    @WhoCalls() caller: Caller,
    @Query(query(MetricValuesQuery)) { endpointId, ...wanted }: MetricValuesQuery,
  ): Promise<ValuePage> {
    const whose =
      endpointId === undefined
        ? { projectId: projectOf(caller), endpointId: null }
        : await this.#own(caller, endpointId);
    return valuePage(await this.asker.ask(metricQuestions.values, valuesAskOf(wanted, whose), PATIENTLY));
  }

  /** All that is measured, each with its unit and of what it is told. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(MetricNames) })
  @Get('metric-names')
  names(): MetricNames {
    return METRIC_NAMES;
  }

  /** The endpoints of the project for a scrape by Prometheus. It wakes no endpoint, and counts as no traffic. */
  @Needs('read')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @Get('metrics')
  async scrape(
    @WhoCalls() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const text = await this.scrapes.text(projectOf(caller));
    void reply.headers({ 'content-type': TEXT, 'cache-control': 'no-store' });
    return Readable.from(text, { objectMode: false, highWaterMark: 64 * 1024 });
  }

  async #own(caller: Caller, id: string): Promise<{ projectId: string; endpointId: string }> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    return { projectId, endpointId };
  }
}
