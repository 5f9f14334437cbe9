import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { ALERT_CONTROLLERS, ALERT_MIGRATIONS, ALERT_PROVIDERS } from './alerts.module.ts';
import { AnnounceEndpoints } from './announcements/announce-endpoints.consumer.ts';
import { WatchEveryEndpoint1763721000000 } from './announcements/announcements.migration.ts';
import { WatchedEndpoints } from './announcements/watched-endpoint.store.ts';
import { DeliverWebhooks } from './deliveries/deliver-webhooks.consumer.ts';
import { Deliveries } from './deliveries/delivery.store.ts';
import { RequeueDeliveries } from './deliveries/requeue-deliveries.loop.ts';
import { Send } from './deliveries/send.handler.ts';
import { DELIVERY_SETTINGS, type DeliverySettings } from './deliveries/settings.ts';
import { Targets } from './deliveries/targets.gateway.ts';
import { WebhookSender } from './deliveries/webhook-sender.gateway.ts';
import { ALERT_SETTINGS, type AlertSettings, USUAL_ALERT_SETTINGS } from './evaluation/settings.ts';
import { TakeDeliveriesByProject1765100000000 } from './deliveries/fair-deliveries.migration.ts';
import { CreateNotifier1763720000000 } from './notifier.migration.ts';
import { AnswerWebhooks } from './webhooks/answer-webhooks.controller.ts';
import { FanOut } from './webhooks/fan-out.consumer.ts';
import { Letters } from './webhooks/letters.handler.ts';
import { Replays } from './webhooks/replay.store.ts';
import { SendAgain } from './webhooks/send-again.handler.ts';
import { Subscribe } from './webhooks/subscribe.handler.ts';
import { Subscriptions } from './webhooks/subscription.store.ts';
import { TendWebhooks } from './webhooks/tend-webhooks.loop.ts';
import { WebhookCommands } from './webhooks/webhook-commands.handler.ts';
import { WebhookHealth } from './webhooks/webhook-health.handler.ts';
import { WebhookLists } from './webhooks/webhook-list.store.ts';
import { CreateWebhooks1764201000000 } from './webhooks/webhook.migration.ts';
import { WebhookSecrets } from './webhooks/webhook-secret.store.ts';
import { Webhooks } from './webhooks/webhooks.handler.ts';

const MIGRATIONS = [
  CreateNotifier1763720000000,
  WatchEveryEndpoint1763721000000,
  CreateWebhooks1764201000000,
  ...ALERT_MIGRATIONS,
  TakeDeliveriesByProject1765100000000,
];
const DELIVERIES = [Deliveries, Targets, WebhookSender, Send, RequeueDeliveries];
const WEBHOOKS = [
  Webhooks,
  WebhookCommands,
  WebhookLists,
  WebhookSecrets,
  WebhookHealth,
  Subscriptions,
  Subscribe,
  SendAgain,
  Replays,
  Letters,
  TendWebhooks,
];

@Module({})
export class NotifierModule {
  /** @param settings read when the service starts, so that a wrong setting is reported and not thrown at import */
  static with(
    settings: () => DeliverySettings,
    alertSettings: () => AlertSettings = () => USUAL_ALERT_SETTINGS,
  ): DynamicModule {
    return {
      module: NotifierModule,
      imports: [EventingModule.forRoot({ service: 'notifier', migrations: MIGRATIONS })],
      controllers: [AnnounceEndpoints, DeliverWebhooks, FanOut, AnswerWebhooks, ...ALERT_CONTROLLERS],
      providers: [
        WatchedEndpoints,
        ...DELIVERIES,
        ...WEBHOOKS,
        ...ALERT_PROVIDERS,
        { provide: DELIVERY_SETTINGS, useFactory: settings },
        { provide: ALERT_SETTINGS, useFactory: alertSettings },
      ],
    };
  }
}
