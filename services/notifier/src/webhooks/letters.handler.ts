import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { STRUCTURED_EVENT, structuredEvent, webhookSecret } from '@tidegate/contracts';
import { EventStore } from '@tidegate/eventing/nest';
import type { Webhook } from '../deliveries/delivery.store.ts';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../deliveries/settings.ts';
import { Subscriptions } from './subscription.store.ts';
import { WebhookSecrets } from './webhook-secret.store.ts';

/** What is sent where, and the secrets that it is signed with, the newest first: a signature for each. */
export type Letter = Readonly<{
  webhookId: string;
  url: string;
  contentType: string;
  payload: string;
  secrets: readonly string[];
}>;
type Subscribed = Webhook & Readonly<{ subscription: NonNullable<Webhook['subscription']> }>;

/** Makes of a webhook what is sent. */
@Injectable()
export class Letters {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly secrets: WebhookSecrets,
    private readonly store: EventStore,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** @returns undefined: nobody wants it any more */
  async letterOf(webhook: Webhook, at: Date): Promise<Letter | undefined> {
    if (isSubscribed(webhook)) return this.#event(webhook, at);
    const { webhookId, url, type, timestamp, data } = webhook;
    return {
      webhookId,
      url,
      contentType: 'application/json',
      payload: JSON.stringify({ type, timestamp, data }),
      secrets: [webhookSecret((message) => this.#hmac(message), webhook.projectId)],
    };
  }

  /** Goes where its webhook points now, and is read from the log: what was queued long ago is not stale. */
  async #event({ webhookId, subscription }: Subscribed, at: Date): Promise<Letter | undefined> {
    const { webhookId: id, position, number } = subscription;
    const receiver = await this.subscriptions.receiver(id);
    if (!receiver || receiver.disabled) return undefined;
    const [event] = await this.store.readLog({ after: position - 1, limit: 1 });
    if (event?.position !== position) throw new Error(`the log has nothing at ${String(position)}`);
    if (event.tenantId !== null && event.tenantId !== receiver.projectId)
      throw new Error(`the event at ${String(position)} is not of the project of ${id}`);
    const former = receiver.formers.filter(({ untilUs }) => untilUs > at.getTime() * 1000).reverse();
    const secretIds = [receiver.secretId, ...former.map(({ secretId }) => secretId)];
    return {
      webhookId,
      url: receiver.url,
      contentType: STRUCTURED_EVENT,
      payload: JSON.stringify(structuredEvent(event, { deliverynumber: String(number) })),
      secrets: await this.secrets.open(id, secretIds),
    };
  }

  #hmac(message: string): Buffer {
    return createHmac('sha256', this.settings.secretKey).update(message).digest();
  }
}

const isSubscribed = (webhook: Webhook): webhook is Subscribed => webhook.subscription !== undefined;
