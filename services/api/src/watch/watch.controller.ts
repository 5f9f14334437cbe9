import { Readable } from 'node:stream';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import type { FastifyReply } from 'fastify';
import { type CallerRequest, Needs } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { refusalOf } from '../edge/refusal-of.handler.ts';
import { WatchAsks } from './watch-asks.handler.ts';
import { WatchQuery, positionIn } from './watch.dto.ts';
import { OPENING, type WatchItem, endOf, sseOf } from './watch-view.ts';
import { Watches } from './watches.gateway.ts';

const ABOUT = `Server-sent events of one project. First \`snapshot\` with its endpoints, then \`change\` for each event of its log;
an event’s id is its place in the log. Who sends the last id it saw as \`Last-Event-ID\` (or \`after\`) gets what came since, without
gap or repeat, and no snapshot. \`reset\` says that too much came since: a snapshot follows. \`end\` says why the platform ends the
stream, as problem details. A comment comes every 15 seconds. A client that takes nothing for 30 seconds is cut off.`;

@ApiTags('endpoints')
@Controller('v1/watch')
export class WatchController {
  constructor(
    private readonly watches: Watches,
    private readonly asks: WatchAsks,
  ) {}

  @Needs('read')
  @ApiOperation({ summary: 'Watch a project’s endpoints', description: ABOUT })
  @ApiOkResponse({
    description: 'Goes on until one side ends it',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'the id of the last event that was seen',
  })
  @Get()
  async watch(
    @Req() request: CallerRequest,
    @Query(query(WatchQuery)) given: WatchQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const { caller } = request;
    if (!caller) return refuse('token.missing');
    const ask = await this.asks.of(caller, given);
    const after = positionIn(request.headers['last-event-id']) ?? ask.after;
    const closed = new AbortController();
    reply.raw.once('close', () => {
      closed.abort();
    });
    const watching = await this.watches.open({ ...ask, after }, closed.signal);
    void reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const stream = Readable.from(textOf(watching.items(), caller.requestId), {
      objectMode: false,
      highWaterMark: 64 * 1024,
    });
    watching.stalled.addEventListener('abort', () => {
      stream.destroy();
      reply.raw.destroy();
    });
    return stream;
  }
}

async function* textOf(items: AsyncIterable<WatchItem>, requestId: string): AsyncGenerator<string> {
  try {
    yield OPENING;
    for await (const item of items) yield sseOf(item);
  } catch (error) {
    yield endOf(refusalOf(error, { requestId, doing: 'a watch' }), requestId);
  }
}
