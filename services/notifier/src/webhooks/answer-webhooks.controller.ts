import { Controller } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type WebhookView,
  webhookQuestions as questions,
} from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { cursorOf, placeIn } from './cursor.ts';
import { SendAgain } from './send-again.handler.ts';
import { Subscribe } from './subscribe.handler.ts';
import { deliveryViewOf, newRowOf, webhookViewOf } from './webhook-view.ts';
import { WebhookCommands } from './webhook-commands.handler.ts';
import { WebhookLists } from './webhook-list.store.ts';

/** What the api asks about webhooks. Whose they are is part of each question: to another project they do not exist. */
@Controller()
export class AnswerWebhooks {
  constructor(
    private readonly subscriptions: Subscribe,
    private readonly again: SendAgain,
    private readonly lists: WebhookLists,
    private readonly commands: WebhookCommands,
  ) {}

  @Answers(questions.all)
  async all({
    projectId,
    limit,
    cursor,
  }: AskOf<typeof questions.all>): Promise<AnswerOf<typeof questions.all>> {
    const rows = await this.lists.page(projectId, placeIn(cursor) ?? 0, limit + 1);
    const shown = rows.slice(0, limit);
    const items = shown.map((row) => webhookViewOf(row, this.commands.nowUs()));
    return { items, nextCursor: cursorOf(rows.length > limit, shown.at(-1)?.created_position) };
  }

  @Answers(questions.one)
  one({ projectId, webhookId }: AskOf<typeof questions.one>): Promise<WebhookView> {
    return this.#view(projectId, webhookId);
  }

  @Answers(questions.subscribe)
  async subscribe(ask: AskOf<typeof questions.subscribe>): Promise<AnswerOf<typeof questions.subscribe>> {
    const { webhookId, secret } = await this.subscriptions.subscribe(ask);
    return { webhook: await this.#view(ask.projectId, webhookId), secret };
  }

  @Answers(questions.change)
  async change(ask: AskOf<typeof questions.change>): Promise<WebhookView> {
    await this.subscriptions.change(ask);
    return this.#view(ask.projectId, ask.webhookId);
  }

  @Answers(questions.unsubscribe)
  async unsubscribe(ask: AskOf<typeof questions.unsubscribe>): Promise<Record<string, never>> {
    await this.subscriptions.unsubscribe(ask);
    return {};
  }

  @Answers(questions.rotate)
  async rotate(ask: AskOf<typeof questions.rotate>): Promise<AnswerOf<typeof questions.rotate>> {
    const secret = await this.subscriptions.rotate(ask);
    return { webhook: await this.#view(ask.projectId, ask.webhookId), secret };
  }

  @Answers(questions.test)
  async test(ask: AskOf<typeof questions.test>): Promise<AnswerOf<typeof questions.test>> {
    return { deliveryId: await this.again.test(ask) };
  }

  @Answers(questions.replay)
  replay(ask: AskOf<typeof questions.replay>): Promise<AnswerOf<typeof questions.replay>> {
    return this.again.replay(ask);
  }

  @Answers(questions.deliveries)
  async deliveries({
    projectId,
    webhookId,
    state,
    limit,
    cursor,
  }: AskOf<typeof questions.deliveries>): Promise<AnswerOf<typeof questions.deliveries>> {
    await this.#view(projectId, webhookId);
    const wanted = { state, before: placeIn(cursor), limit: limit + 1 };
    const rows = await this.lists.deliveries(webhookId, wanted);
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(deliveryViewOf),
      nextCursor: cursorOf(rows.length > limit, shown.at(-1)?.number),
    };
  }

  async #view(projectId: string, webhookId: string): Promise<WebhookView> {
    const row = await this.lists.one(projectId, webhookId);
    const nowUs = this.commands.nowUs();
    if (row) return webhookViewOf(row, nowUs);
    // One that was just made may not be in the list yet; the log has it.
    const webhook = await this.commands.find({ projectId, webhookId });
    return webhookViewOf(newRowOf({ projectId, webhookId }, webhook, new Date(nowUs / 1000)), nowUs);
  }
}
