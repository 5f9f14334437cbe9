import { Injectable } from '@nestjs/common';
import { ChannelHealth } from '../channels/channel-health.handler.ts';
import { ChannelSender } from '../channels/channel-sender.gateway.ts';
import { WebhookHealth } from '../webhooks/webhook-health.handler.ts';
import type { Outcome, Verdict } from './attempt.ts';
import type { Webhook } from './delivery.store.ts';
import { WebhookSender } from './webhook-sender.gateway.ts';

/** One try, by whatever leads to its receiver; and what it says of that. */
@Injectable()
export class Send {
  constructor(
    private readonly webhooks: WebhookSender,
    private readonly webhookHealth: WebhookHealth,
    private readonly channels: ChannelSender,
    private readonly channelHealth: ChannelHealth,
  ) {}

  once(webhook: Webhook, at: Date): Promise<Outcome> {
    const { channelId } = webhook;
    return channelId === undefined
      ? this.webhooks.send(webhook, at)
      : this.channels.send(webhook, channelId, at);
  }

  async after(
    webhook: Webhook,
    tried: Readonly<{ outcome: Outcome; verdict: Verdict; at: Date }>,
  ): Promise<void> {
    const { subscription, channelId, projectId, webhookId } = webhook;
    if (subscription)
      await this.webhookHealth.after(
        { projectId, webhookId: subscription.webhookId },
        tried.outcome,
        webhookId,
      );
    if (channelId !== undefined) await this.channelHealth.after(webhook, channelId, tried);
  }
}
