import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { AnnounceEndpoints } from './announcements/announce-endpoints.consumer.ts';
import { WatchEveryEndpoint1763721000000 } from './announcements/announcements.migration.ts';
import { WatchedEndpoints } from './announcements/watched-endpoint.store.ts';
import { DeliverWebhooks } from './deliveries/deliver-webhooks.consumer.ts';
import { Deliveries } from './deliveries/delivery.store.ts';
import { RequeueDeliveries } from './deliveries/requeue-deliveries.loop.ts';
import { DELIVERY_SETTINGS, type DeliverySettings } from './deliveries/settings.ts';
import { WebhookSender } from './deliveries/webhook-sender.gateway.ts';
import { CreateNotifier1763720000000 } from './notifier.migration.ts';

const MIGRATIONS = [CreateNotifier1763720000000, WatchEveryEndpoint1763721000000];

@Module({})
export class NotifierModule {
  /** @param settings read when the service starts, so that a wrong setting is reported and not thrown at import */
  static with(settings: () => DeliverySettings): DynamicModule {
    return {
      module: NotifierModule,
      imports: [EventingModule.forRoot({ service: 'notifier', migrations: MIGRATIONS })],
      controllers: [AnnounceEndpoints, DeliverWebhooks],
      providers: [
        WatchedEndpoints,
        Deliveries,
        WebhookSender,
        RequeueDeliveries,
        { provide: DELIVERY_SETTINGS, useFactory: settings },
      ],
    };
  }
}
