import { Controller, Get, HttpCode, HttpStatus, Inject, Optional, Res, SetMetadata } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readiness } from './readiness.ts';
import type { Telemetry } from './telemetry.ts';

export const TELEMETRY = Symbol('telemetry');

/** What @nestjs/swagger's ApiExcludeController leaves behind, without loading all of it into every service. */
const NotInTheApi = (): ClassDecorator => SetMetadata('swagger/apiExcludeController', [true]);

/** For whoever runs the process: alive, ready for work, and its numbers. */
@NotInTheApi()
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    @Optional() @Inject(TELEMETRY) private readonly telemetry: Telemetry | undefined,
  ) {}

  @Get('healthz')
  alive(): { ok: true } {
    return { ok: true };
  }

  @Get('readyz')
  @HttpCode(HttpStatus.OK)
  ready(@Res({ passthrough: true }) reply: FastifyReply): { ready: boolean; parts: Record<string, boolean> } {
    const parts = this.readiness.state();
    const ready = this.readiness.isReady;
    if (!ready) void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { ready, parts };
  }

  @Get('metrics')
  metrics(@Res() reply: FastifyReply): void {
    reply.hijack();
    if (this.telemetry) this.telemetry.prometheus.getMetricsRequestHandler(reply.request.raw, reply.raw);
    else reply.raw.writeHead(404).end();
  }
}
