import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { type Cause, causeOf } from '@tidegate/eventing';
import { Clock } from '@tidegate/eventing/nest';
import { FAN_OUT } from './fan-out.consumer.ts';
import { WebhookLists } from './webhook-list.store.ts';
import type { Webhook, WebhookCommand } from './webhooks.ts';
import { Webhooks } from './webhooks.handler.ts';

/** Who asks, and the id under which it has one effect however often it comes. */
export type Because = Readonly<{ commandId: string; actor: string; requestId: string | null }>;
export type Which = Readonly<{ projectId: string; webhookId: string }>;

@Injectable()
export class WebhookCommands {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly lists: WebhookLists,
    private readonly clock: Clock,
  ) {}

  nowUs(): number {
    return this.clock.nowUs();
  }

  /** @throws Refusal webhook.not_found, also for another project's */
  async find({ projectId, webhookId }: Which): Promise<Webhook> {
    const { state } = await this.webhooks.load(projectId);
    return state[webhookId] ?? refuse('webhook.not_found', { webhookId });
  }

  /** Whoever is answered finds what they did in every list, unless these are far behind: then they find it later. */
  async do(command: WebhookCommand, because: Because): Promise<void> {
    const { position } = await this.webhooks.handle(command.projectId, command, causeFrom(because));
    await this.lists.reached(FAN_OUT, position);
  }
}

const causeFrom = ({ commandId, actor, requestId }: Because): Cause =>
  causeOf({ commandId, actor, ...(requestId !== null && { requestId }) });
