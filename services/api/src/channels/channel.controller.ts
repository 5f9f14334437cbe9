import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  type AnswerOf,
  ChannelDeliveryView,
  ChannelId,
  ChannelView,
  channelQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { placeIn } from '../http/cursor.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { changeProblems, channelProblems, targetOf } from './channel-wish.ts';
import { ChangeChannel, ChannelDeliveryQuery, CreateChannel, ReplayChannel } from './channel.dto.ts';

/** A question that waits until what it did is seen, and looks names up. */
const PATIENTLY = { timeoutMs: 8000 };

/** Where a project is told of its alerts and of what else it asks for: mail, webhooks and Slack. */
@ApiTags('channels')
@Needs('admin')
@Controller('v1/channels')
export class ChannelController {
  constructor(private readonly asker: Asker) {}

  /** Webhooks are signed with the secret of the project, GET /v1/webhook-secret. */
  @ApiBody({ type: CreateChannel })
  @ApiCreatedResponse({ schema: schemaOf(ChannelView) })
  @Post()
  create(
    @WhoCalls() caller: Caller,
    @Body(body(CreateChannel, channelProblems)) wish: CreateChannel,
  ): Promise<ChannelView> {
    const { name, kind, notices = [] } = wish;
    const target = targetOf(kind, wish) ?? refuse('request.invalid', { count: 1 });
    const ask = { projectId: projectOf(caller), name, target, notices, ...because(caller) };
    return this.asker.ask(questions.create, ask, PATIENTLY);
  }

  /** Oldest first. */
  @ApiOkResponse({ schema: pageSchema(ChannelView) })
  @Get()
  all(
    @WhoCalls() caller: Caller,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<AnswerOf<typeof questions.all>> {
    placeIn(cursor);
    return this.asker.ask(questions.all, { projectId: projectOf(caller), limit, cursor: cursor ?? null });
  }

  @ApiOkResponse({ schema: schemaOf(ChannelView) })
  @Get(':channelId')
  one(@WhoCalls() caller: Caller, @Param('channelId') id: string): Promise<ChannelView> {
    return this.asker.ask(questions.one, which(caller, id));
  }

  /** What is left out stays as it is. Where it leads now is also where deliveries go that still wait. */
  @ApiBody({ type: ChangeChannel })
  @ApiOkResponse({ schema: schemaOf(ChannelView) })
  @Patch(':channelId')
  async change(
    @WhoCalls() caller: Caller,
    @Param('channelId') id: string,
    @Body(body(ChangeChannel, changeProblems)) wish: ChangeChannel,
  ): Promise<ChannelView> {
    const { name, url, notices } = wish;
    const channel = which(caller, id);
    // A URL alone says not of which kind it is.
    const { kind } =
      url === undefined ? { kind: 'email' as const } : await this.asker.ask(questions.one, channel);
    const target = targetOf(kind, wish);
    const changes = {
      ...(name !== undefined && { name }),
      ...(target !== undefined && { target }),
      ...(notices !== undefined && { notices }),
    };
    return this.asker.ask(questions.change, { ...channel, ...because(caller), ...changes }, PATIENTLY);
  }

  /** Refused while an alert names it. */
  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete(':channelId')
  async remove(@WhoCalls() caller: Caller, @Param('channelId') id: string): Promise<void> {
    await this.asker.ask(questions.remove, { ...which(caller, id), ...because(caller) }, PATIENTLY);
  }

  /** It gets a notice `channel.test`; the deliveries say what became of it. */
  @ApiAcceptedResponse({ schema: schemaOf(questions.test.answer) })
  @HttpCode(202)
  @Post(':channelId/test')
  test(@WhoCalls() caller: Caller, @Param('channelId') id: string): Promise<AnswerOf<typeof questions.test>> {
    return this.asker.ask(questions.test, { ...which(caller, id), ...because(caller) }, PATIENTLY);
  }

  /** Newest first. */
  @ApiOkResponse({ schema: pageSchema(ChannelDeliveryView) })
  @Get(':channelId/deliveries')
  deliveries(
    @WhoCalls() caller: Caller,
    @Param('channelId') id: string,
    @Query(query(ChannelDeliveryQuery)) { limit, cursor, state }: ChannelDeliveryQuery,
  ): Promise<AnswerOf<typeof questions.deliveries>> {
    placeIn(cursor);
    const ask = { ...which(caller, id), state: state ?? null, limit, cursor: cursor ?? null };
    return this.asker.ask(questions.deliveries, ask);
  }

  /** Whatever is delivered again keeps its id, so that a receiver that had it can tell. */
  @ApiBody({ type: ReplayChannel })
  @ApiAcceptedResponse({ schema: schemaOf(questions.replay.answer) })
  @HttpCode(202)
  @Post(':channelId/replay')
  replay(
    @WhoCalls() caller: Caller,
    @Param('channelId') id: string,
    @Body(body(ReplayChannel)) { deliveryId }: ReplayChannel,
  ): Promise<AnswerOf<typeof questions.replay>> {
    return this.asker.ask(questions.replay, { ...which(caller, id), deliveryId: deliveryId ?? null });
  }
}

const which = (caller: Caller, id: string): { projectId: string; channelId: string } => ({
  projectId: projectOf(caller),
  channelId: ChannelId.safeParse(id).data ?? refuse('channel.not_found', { channelId: id.slice(0, 100) }),
});

const because = ({ cause: { commandId }, actor, requestId }: Caller) => ({ commandId, actor, requestId });
