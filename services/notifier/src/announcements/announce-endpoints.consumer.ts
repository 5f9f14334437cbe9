import { deriveUuid } from '@tidegate/eventing';
import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { Deliveries } from '../deliveries/delivery.store.ts';
import { announcementOf } from './announcement.ts';
import { WatchedEndpoints } from './watched-endpoint.store.ts';

/**
 * Tells owners when an endpoint first became ready, or failed, since they asked for it. The message is written down in
 * the transaction of the checkpoint, under an id derived from the event: it is queued from there, once.
 */
@Consumer('notifier.announce-endpoints')
export class AnnounceEndpoints {
  constructor(
    private readonly watched: WatchedEndpoints,
    private readonly deliveries: Deliveries,
  ) {}

  @On('EndpointRequested')
  async watch(
    { data: { endpointId, projectId, spec } }: EventOf<'EndpointRequested'>,
    tx: Tx,
  ): Promise<void> {
    const { name, notifyWebhookUrl: url } = spec;
    if (url !== null) await this.watched.watch(tx, { endpointId, projectId, name, url, armed: true });
  }

  @On('EndpointStartRequested')
  async arm({ data: { endpointId } }: EventOf<'EndpointStartRequested'>, tx: Tx): Promise<void> {
    await this.watched.arm(tx, endpointId, true);
  }

  @On('EndpointDeleted')
  async forget({ data: { endpointId } }: EventOf<'EndpointDeleted'>, tx: Tx): Promise<void> {
    await this.watched.forget(tx, endpointId);
  }

  @On('EndpointStateChanged')
  async announce({ id, data, occurredAt: at }: EventOf<'EndpointStateChanged'>, tx: Tx): Promise<void> {
    const watched = await this.watched.find(tx, data.endpointId);
    const webhook = watched && announcementOf(watched, data, { webhookId: deriveUuid(id, 'webhook'), at });
    if (!webhook) return;
    await this.deliveries.writeDown(webhook, tx);
    await this.watched.arm(tx, data.endpointId, false);
  }
}
