import type { EventNamed } from '@tidegate/contracts';
import { deriveUuid } from '@tidegate/eventing';
import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { Deliveries } from '../deliveries/delivery.store.ts';
import {
  type Watched,
  announcementOf,
  disabledAnnouncementOf,
  isOutcome,
  rolloutAnnouncementOf,
} from './announcement.ts';
import { WatchedEndpoints } from './watched-endpoint.store.ts';

type Webhook = EventNamed<'WebhookQueued'>['data'];
type Announced = Readonly<{ id: string; occurredAt: Date; data: Readonly<{ endpointId: string }> }>;

/**
 * Tells owners when an endpoint first became ready, or failed, since they asked for it, how its rollouts ended, and that it
 * was disabled; at the URL of its newest revision. The message is written down in the transaction of the checkpoint, under an
 * id derived from the event: it is queued from there, once.
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
    await this.watched.watch(tx, { endpointId, projectId, name, url, armed: true });
  }

  /** What was armed stays so: an endpoint that became ready before somebody wanted to hear of it is no news. */
  @On('EndpointUpdated')
  async redirect(
    { data: { endpointId, projectId, spec } }: EventOf<'EndpointUpdated'>,
    tx: Tx,
  ): Promise<void> {
    const { name, notifyWebhookUrl: url } = spec;
    await this.watched.watch(tx, { endpointId, projectId, name, url, armed: false });
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
  async announce(event: EventOf<'EndpointStateChanged'>, tx: Tx): Promise<void> {
    const { data } = event;
    if (!isOutcome(data.to)) return;
    await this.#say(event, tx, (watched, about) => announcementOf(watched, data, about));
    await this.watched.arm(tx, data.endpointId, false);
  }

  @On('RolloutFinished')
  async announceRollout(event: EventOf<'RolloutFinished'>, tx: Tx): Promise<void> {
    await this.#say(event, tx, (watched, about) => rolloutAnnouncementOf(watched, event.data, about));
  }

  @On('EndpointDisabled')
  async announceDisabled(event: EventOf<'EndpointDisabled'>, tx: Tx): Promise<void> {
    await this.#say(event, tx, (watched, about) => disabledAnnouncementOf(watched, event.data, about));
  }

  async #say(
    { id, occurredAt: at, data: { endpointId } }: Announced,
    tx: Tx,
    announce: (watched: Watched, about: { webhookId: string; at: Date }) => Webhook | null,
  ): Promise<void> {
    const watched = await this.watched.find(tx, endpointId);
    const webhook = watched && announce(watched, { webhookId: deriveUuid(id, 'webhook'), at });
    if (webhook) await this.deliveries.writeDown(webhook, tx);
  }
}
