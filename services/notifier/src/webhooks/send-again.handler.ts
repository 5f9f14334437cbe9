import { Injectable } from '@nestjs/common';
import { type AnswerOf, type AskOf, refuse, webhookQuestions as questions } from '@tidegate/contracts';
import { deriveUuid } from '@tidegate/eventing';
import { deliveryId } from './heard-by.ts';
import { Replays } from './replay.store.ts';
import { WebhookCommands } from './webhook-commands.handler.ts';
import { streamOf } from './webhooks.ts';

/** Deliveries that somebody asks for: a test, one again, or whatever there was since. */
@Injectable()
export class SendAgain {
  constructor(
    private readonly commands: WebhookCommands,
    private readonly replays: Replays,
  ) {}

  /** @returns the id of its delivery */
  async test(ask: AskOf<typeof questions.test>): Promise<string> {
    const { projectId, webhookId, commandId } = ask;
    await this.commands.do({ type: 'Test', projectId, webhookId }, ask);
    // The only event of its command: its id derives from it.
    return deliveryId(webhookId, deriveUuid(commandId, streamOf(projectId), 0));
  }

  async replay(ask: AskOf<typeof questions.replay>): Promise<AnswerOf<typeof questions.replay>> {
    const { projectId, webhookId, deliveryId: one, since, afterPosition } = ask;
    if (one !== null) {
      const { disabled } = await this.commands.find(ask);
      if (disabled) refuse('webhook.disabled', { webhookId, reason: disabled.code });
      if (!(await this.replays.again(webhookId, one)))
        refuse('webhook.delivery_not_found', { deliveryId: one });
      return { fromPosition: null, toPosition: null };
    }
    const fromPosition =
      since === null ? (afterPosition ?? 0) + 1 : await this.replays.positionAt(new Date(since));
    const toPosition = await this.replays.head();
    await this.commands.do({ type: 'Replay', projectId, webhookId, fromPosition, toPosition }, ask);
    return { fromPosition, toPosition };
  }
}
