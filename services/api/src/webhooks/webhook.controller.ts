import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
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
  WebhookDeliveryView,
  WebhookId,
  WebhookView,
  webhookQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { z } from 'zod';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { placeIn } from '../http/cursor.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { ShownOnce } from '../idempotency/idempotency.handler.ts';
import { replayProblems, urlProblems } from './webhook-rules.ts';
import { ChangeWebhook, DeliveryQuery, ReplayWebhook, SubscribeWebhook } from './webhook.dto.ts';

const WebhookWithSecret = WebhookView.extend({
  /** What its receiver verifies deliveries with. It is shown here and never again; null: it was shown before. */
  secret: z.string().nullable(),
});
type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;

/** A question that waits until what it did is seen, and looks names up. */
const PATIENTLY = { timeoutMs: 8000 };

/** Events of a project, delivered to URLs that its administrators name. */
@ApiTags('webhooks')
@Needs('admin')
@Controller('v1/webhooks')
export class WebhookController {
  constructor(private readonly asker: Asker) {}

  /** From the next event on. What was before can be replayed. */
  @ApiBody({ type: SubscribeWebhook })
  @ApiCreatedResponse({ schema: schemaOf(WebhookWithSecret) })
  @ShownOnce('secret')
  @Header('cache-control', 'no-store')
  @Post()
  async subscribe(
    @WhoCalls() caller: Caller,
    @Body(body(SubscribeWebhook, urlProblems)) { url, eventTypes, description }: SubscribeWebhook,
  ): Promise<WebhookWithSecret> {
    const wish = { url, eventTypes, description: description ?? '' };
    const ask = { projectId: projectOf(caller), wish, ...because(caller) };
    const { webhook, secret } = await this.asker.ask(questions.subscribe, ask, PATIENTLY);
    return { ...webhook, secret };
  }

  @ApiOkResponse({ schema: pageSchema(WebhookView) })
  @Get()
  all(
    @WhoCalls() caller: Caller,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<AnswerOf<typeof questions.all>> {
    placeIn(cursor);
    return this.asker.ask(questions.all, { projectId: projectOf(caller), limit, cursor: cursor ?? null });
  }

  @ApiOkResponse({ schema: schemaOf(WebhookView) })
  @Get(':webhookId')
  one(@WhoCalls() caller: Caller, @Param('webhookId') id: string): Promise<WebhookView> {
    return this.asker.ask(questions.one, which(caller, id));
  }

  /** What is left out stays as it is. A new URL is also where deliveries go that still wait. */
  @ApiBody({ type: ChangeWebhook })
  @ApiOkResponse({ schema: schemaOf(WebhookView) })
  @Patch(':webhookId')
  change(
    @WhoCalls() caller: Caller,
    @Param('webhookId') id: string,
    @Body(body(ChangeWebhook, urlProblems)) { url, eventTypes, description, state }: ChangeWebhook,
  ): Promise<WebhookView> {
    const wish = {
      ...(url !== undefined && { url }),
      ...(eventTypes !== undefined && { eventTypes }),
      ...(description !== undefined && { description: description ?? '' }),
    };
    const ask = { ...which(caller, id), ...because(caller), wish, state: state ?? null };
    return this.asker.ask(questions.change, ask, PATIENTLY);
  }

  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete(':webhookId')
  async remove(@WhoCalls() caller: Caller, @Param('webhookId') id: string): Promise<void> {
    await this.asker.ask(questions.unsubscribe, { ...which(caller, id), ...because(caller) }, PATIENTLY);
  }

  /** For a day deliveries are signed with the secret before as well: change the receiver over meanwhile. */
  @ApiOkResponse({ schema: schemaOf(WebhookWithSecret) })
  @ShownOnce('secret')
  @Header('cache-control', 'no-store')
  @HttpCode(200)
  @Post(':webhookId/rotate')
  async rotate(@WhoCalls() caller: Caller, @Param('webhookId') id: string): Promise<WebhookWithSecret> {
    const ask = { ...which(caller, id), ...because(caller) };
    const { webhook, secret } = await this.asker.ask(questions.rotate, ask, PATIENTLY);
    return { ...webhook, secret };
  }

  /** Its receiver gets an event `WebhookTestRequested`; the deliveries say what became of it. */
  @ApiAcceptedResponse({ schema: schemaOf(questions.test.answer) })
  @HttpCode(202)
  @Post(':webhookId/test')
  test(@WhoCalls() caller: Caller, @Param('webhookId') id: string): Promise<AnswerOf<typeof questions.test>> {
    return this.asker.ask(questions.test, { ...which(caller, id), ...because(caller) }, PATIENTLY);
  }

  /** Newest first. */
  @ApiOkResponse({ schema: pageSchema(WebhookDeliveryView) })
  @Get(':webhookId/deliveries')
  deliveries(
    @WhoCalls() caller: Caller,
    @Param('webhookId') id: string,
    @Query(query(DeliveryQuery)) { limit, cursor, state }: DeliveryQuery,
  ): Promise<AnswerOf<typeof questions.deliveries>> {
    placeIn(cursor);
    const ask = { ...which(caller, id), state: state ?? null, limit, cursor: cursor ?? null };
    return this.asker.ask(questions.deliveries, ask);
  }

  /** Whatever is delivered again keeps its `webhook-id`, so that a receiver that had it can tell. */
  @ApiBody({ type: ReplayWebhook })
  @ApiAcceptedResponse({ schema: schemaOf(questions.replay.answer) })
  @HttpCode(202)
  @Post(':webhookId/replay')
  replay(
    @WhoCalls() caller: Caller,
    @Param('webhookId') id: string,
    @Body(body(ReplayWebhook, replayProblems)) { deliveryId, since, afterPosition }: ReplayWebhook,
  ): Promise<AnswerOf<typeof questions.replay>> {
    const ask = {
      ...which(caller, id),
      ...because(caller),
      deliveryId: deliveryId ?? null,
      since: since ? new Date(since).toISOString() : null,
      afterPosition: afterPosition ?? null,
    };
    return this.asker.ask(questions.replay, ask, PATIENTLY);
  }
}

const which = (caller: Caller, id: string): { projectId: string; webhookId: string } => ({
  projectId: projectOf(caller),
  webhookId: WebhookId.safeParse(id).data ?? refuse('webhook.not_found', { webhookId: id.slice(0, 100) }),
});

const because = ({ cause: { commandId }, actor, requestId }: Caller) => ({ commandId, actor, requestId });
