import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { Outcome } from '../deliveries/attempt.ts';
import type { Webhook } from '../deliveries/delivery.store.ts';
import { WebhookSender } from '../deliveries/webhook-sender.gateway.ts';
import { mailOf } from '../mail/mail.ts';
import { Mailer } from '../mail/mailer.gateway.ts';
import type { Notice, NoticeType } from '../notices/notice.ts';
import { WebhookSecrets } from '../webhooks/webhook-secret.store.ts';
import { slackMessage } from './slack-message.ts';

type Row = Readonly<{
  channel_id: string;
  name: string;
  kind: 'email' | 'webhook' | 'slack';
  addresses: string[];
  place: string;
  secret_id: string | null;
}>;
const GONE: Outcome = { kind: 'refused', error: 'the channel is no more' };

/** Sends one notice by its channel, where that leads now. */
@Injectable()
export class ChannelSender {
  constructor(
    private readonly db: Db,
    private readonly posts: WebhookSender,
    private readonly mailer: Mailer,
    private readonly secrets: WebhookSecrets,
  ) {}

  async send(delivery: Webhook, channelId: string, at: Date): Promise<Outcome> {
    const [channel] = await this.db.query<Row>(sql`
      select channel_id, name, kind, addresses, place, secret_id from channels
      where channel_id = ${channelId} and project_id = ${delivery.projectId}`);
    if (!channel) return GONE;
    const notice = noticeIn(delivery);
    switch (channel.kind) {
      case 'email':
        return this.mailer.send(this.#mail(channel, delivery, notice));
      case 'webhook':
        return this.posts.send({ ...delivery, url: channel.place, data: bodyOf(delivery, notice) }, at);
      case 'slack':
        return this.#slack(channel, delivery, at);
    }
  }

  #mail({ channel_id: channelId, name, addresses }: Row, delivery: Webhook, notice: Notice) {
    const { webhookId: deliveryId, timestamp: at } = delivery;
    const { domain } = this.mailer;
    return mailOf(notice, { channelId, channel: name, deliveryId, to: addresses, domain, at });
  }

  async #slack(channel: Row, delivery: Webhook, at: Date): Promise<Outcome> {
    const [url] = channel.secret_id ? await this.secrets.open(channel.channel_id, [channel.secret_id]) : [];
    if (url === undefined) return GONE;
    const payload = JSON.stringify(slackMessage(noticeIn(delivery), delivery.timestamp));
    const letter = {
      webhookId: delivery.webhookId,
      url,
      contentType: 'application/json',
      payload,
      secrets: [],
    };
    return this.posts.post(letter, at);
  }
}

const noticeIn = ({ type, data }: Webhook): Notice => ({
  ...(data as Omit<Notice, 'type'>),
  type: type as NoticeType,
});

/** What programs get. */
const bodyOf = ({ projectId }: Webhook, { level, title, text, about }: Notice): Record<string, unknown> => ({
  projectId,
  level,
  title,
  text,
  ...about,
});
