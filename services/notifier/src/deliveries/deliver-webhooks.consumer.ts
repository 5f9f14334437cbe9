import { On, Clock, Poison, type SignalOf, Worker } from '@tidegate/eventing/nest';
import { attemptOf, verdictOf, waitSeconds, wordsFor } from './attempt.ts';
import { Deliveries } from './delivery.store.ts';
import { WebhookSender } from './webhook-sender.gateway.ts';

/**
 * One try per message. A try that failed is acknowledged and waits in Postgres for its next turn: a receiver that is
 * away for hours must not hold a place on the queue that others need.
 */
@Worker('notifier.deliver-webhooks', { concurrency: 16, ackWaitSeconds: 60 })
export class DeliverWebhooks {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly sender: WebhookSender,
    private readonly clock: Clock,
  ) {}

  @On('WebhookQueued')
  async deliver({ data: webhook }: SignalOf<'WebhookQueued'>): Promise<void> {
    const { state, tries: before } = await this.deliveries.find(webhook);
    if (state !== 'queued') return;
    const at = new Date(this.clock.nowUs() / 1000);
    const outcome = await this.sender.send(webhook, at);
    const tries = before + 1;
    const verdict = verdictOf(outcome, tries);
    const judged = {
      attempt: attemptOf(outcome, at),
      verdict,
      waitSeconds: waitSeconds(tries, Math.random()),
    };
    await this.deliveries.judge(webhook, judged);
    if (verdict === 'failed') throw new Poison(`${wordsFor(outcome)} (try ${String(tries)})`);
  }
}
