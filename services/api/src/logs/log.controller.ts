import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, type LogTailAsk, questions, refuse } from '@tidegate/contracts';
import { Asker, Clock } from '@tidegate/eventing/nest';
import type { FastifyReply } from 'fastify';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { type CallerRequest, Needs } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { DownloadLines } from './download-lines.gateway.ts';
import { FollowLines, SEARCH_TIMEOUT_MS } from './follow-lines.gateway.ts';
import { type LogWish, logWishOf } from './log-asks.ts';
import { type Download, TYPES } from './log-text.ts';
import { LogQuery, isCursor } from './log.dto.ts';
import { type LogItem, OPENING, sseOf } from './sse.ts';

type Sent = AnswerOf<typeof questions.logTail> | Readable;

@ApiTags('endpoints')
@Controller('v1/endpoints/:endpointId/logs')
export class LogController {
  // eslint-disable-next-line max-params -- a page, a stream and a file of the same lines
  constructor(
    private readonly own: OwnEndpoints,
    private readonly asker: Asker,
    private readonly follower: FollowLines,
    private readonly downloads: DownloadLines,
    private readonly clock: Clock,
  ) {}

  /**
   * The lines of all replicas, those that are gone too, and what the platform says of them, in the order of storage. With
   * follow=true it goes on as server-sent events; with format=ndjson or text it is a file. A search whose time is up says in
   * `cameTo` how far it came.
   */
  @Needs('read')
  @ApiOkResponse({
    content: {
      'application/json': { schema: schemaOf(questions.logTail.answer) },
      'text/event-stream': { schema: { type: 'string' } },
      'application/x-ndjson': { schema: { type: 'string' } },
      'text/plain': { schema: { type: 'string' } },
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
  ): Promise<Sent> {
    const { caller } = request;
    if (!caller) return refuse('token.missing');
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    const wish = logWishOf({ endpointId, projectId }, wanted, this.clock.nowUs());
    if (wish.follow) {
      const after = cursorOf(request.headers['last-event-id']) ?? wish.ask.after;
      return this.#stream({ ...wish.ask, after }, caller, reply);
    }
    if (wish.format !== 'json') return this.#file({ ...wish, format: wish.format }, reply);
    return this.asker.ask(questions.logTail, wish.ask, { timeoutMs: SEARCH_TIMEOUT_MS });
  }

  async #stream(ask: LogTailAsk, caller: Caller, reply: FastifyReply): Promise<Readable> {
    const { items, stalled } = await this.follower.follow(ask, caller, closeOf(reply));
    void reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const stream = Readable.from(textOf(items), { objectMode: false, highWaterMark: 64 * 1024 });
    stalled.addEventListener('abort', () => {
      stream.destroy();
      reply.raw.destroy();
    });
    return stream;
  }

  async #file(wish: LogWish & Readonly<{ format: Download }>, reply: FastifyReply): Promise<Readable> {
    const text = await this.downloads.text(wish, closeOf(reply));
    const ending = wish.format === 'text' ? 'log' : wish.format;
    void reply.headers({
      'content-type': TYPES[wish.format],
      'content-disposition': `attachment; filename="${wish.ask.endpointId}.${ending}"`,
      'cache-control': 'no-store',
    });
    return Readable.from(text, { objectMode: false, highWaterMark: 64 * 1024 });
  }
}

const closeOf = (reply: FastifyReply): AbortSignal => {
  const closed = new AbortController();
  reply.raw.once('close', () => {
    closed.abort();
  });
  return closed.signal;
};

async function* textOf(items: AsyncIterable<LogItem>): AsyncGenerator<string> {
  yield OPENING;
  for await (const item of items) yield sseOf(item);
}

/** What browsers send back; anything else is passed over, as the standard wants. */
const cursorOf = (given: string | string[] | undefined): string | undefined =>
  typeof given === 'string' && isCursor(given) ? given : undefined;
