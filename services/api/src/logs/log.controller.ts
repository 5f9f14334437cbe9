import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, questions, refuse } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import type { FastifyReply } from 'fastify';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { type CallerRequest, Needs } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { FollowLines, type LogAsk } from './follow-lines.gateway.ts';
import { LogQuery, isCursor } from './log.dto.ts';
import { type LogItem, OPENING, sseOf } from './sse.ts';

@ApiTags('endpoints')
@Controller('v1/endpoints/:endpointId/logs')
export class LogController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly asker: Asker,
    private readonly follower: FollowLines,
  ) {}

  /** The lines of all replicas, those that are gone too. With follow=true it goes on as server-sent events. */
  @Needs('read')
  @ApiOkResponse({
    content: {
      'application/json': { schema: schemaOf(questions.logTail.answer) },
      'text/event-stream': { schema: { type: 'string' } },
    },
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'when following: the last cursor that was seen',
  })
  @Get()
  async lines(
    @Req() request: CallerRequest,
    @Param('endpointId') id: string,
    @Query(query(LogQuery)) wanted: LogQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnswerOf<typeof questions.logTail> | Readable> {
    const { caller } = request;
    if (!caller) return refuse('token.missing');
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    const resumed = wanted.follow === 'true' ? request.headers['last-event-id'] : undefined;
    const ask: LogAsk = {
      projectId,
      endpointId,
      replicaId: wanted.replica ?? null,
      sinceSeconds: wanted.seconds ?? null,
      after: cursorOf(resumed) ?? wanted.after ?? null,
      limit: wanted.lines,
    };
    return wanted.follow === 'true' ? this.#stream(ask, reply) : this.asker.ask(questions.logTail, ask);
  }

  async #stream(ask: LogAsk, reply: FastifyReply): Promise<Readable> {
    const closed = new AbortController();
    reply.raw.once('close', () => {
      closed.abort();
    });
    const events = await this.follower.follow(ask, closed.signal);
    void reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    return Readable.from(textOf(events), { objectMode: false, highWaterMark: 64 * 1024 });
  }
}

async function* textOf(items: AsyncIterable<LogItem>): AsyncGenerator<string> {
  yield OPENING;
  for await (const item of items) yield sseOf(item);
}

/** What browsers send back; anything else is passed over, as the standard wants. */
const cursorOf = (given: string | string[] | undefined): string | undefined =>
  typeof given === 'string' && isCursor(given) ? given : undefined;
