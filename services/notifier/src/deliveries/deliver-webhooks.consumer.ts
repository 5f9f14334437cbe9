import { metrics } from '@opentelemetry/api';
import {
  Clock,
  On,
  Poison,
  type SignalOf,
  type Work,
  Worker,
  isConnectionError,
} from '@tidegate/eventing/nest';
import { attemptOf, verdictOf, waitSeconds, wordsFor } from './attempt.ts';
import { AT_ONCE, Deliveries, type Webhook, isListed } from './delivery.store.ts';
import { Send } from './send.handler.ts';

/** What fails so often by its own fault is given up; that Postgres is away is nobody's. */
const MOST_FAULTS = 8;

/**
 * One try per message. A try that failed is acknowledged and waits in Postgres for its next turn: a receiver that is
 * away for hours must not hold a place on the queue that others need.
 */
@Worker('notifier.deliver-webhooks', { concurrency: 2 * AT_ONCE, ackWaitSeconds: 60, maxDeliver: 1_000_000 })
export class DeliverWebhooks {
  readonly #underway = new Map<string, number>();
  readonly #tries = metrics.getMeter('tidegate').createCounter('tidegate_notifier_webhook_tries', {
    description: 'Tries to deliver a webhook: `delivered`, to be tried `again`, or `failed` for good.',
  });

  constructor(
    private readonly deliveries: Deliveries,
    private readonly send: Send,
    private readonly clock: Clock,
  ) {
    for (const result of ['delivered', 'again', 'failed'] as const) this.#tries.add(0, { result });
  }

  @On('WebhookQueued')
  async deliver(
    { data: webhook }: SignalOf<'WebhookQueued'>,
    { attempt }: Pick<Work, 'attempt'>,
  ): Promise<void> {
    const { projectId } = webhook;
    const beside = this.#underway.get(projectId) ?? 0;
    this.#underway.set(projectId, beside + 1);
    try {
      await this.#one(webhook, beside);
    } catch (error) {
      if (attempt < MOST_FAULTS || isConnectionError(error)) throw error;
      throw new Poison((error as Error).message);
    } finally {
      const left = (this.#underway.get(projectId) ?? 1) - 1;
      if (left > 0) this.#underway.set(projectId, left);
      else this.#underway.delete(projectId);
    }
  }

  /** @param beside how many of its project are under way here already */
  async #one(webhook: Webhook, beside: number): Promise<void> {
    const { state, tries: before, isNew } = await this.deliveries.find(webhook);
    if (state !== 'queued') return;
    // One that nobody wrote down before nobody has counted.
    if (isNew && beside >= AT_ONCE) await this.deliveries.putOff(webhook);
    else await this.#try(webhook, before);
  }

  async #try(webhook: Webhook, before: number): Promise<void> {
    const at = new Date(this.clock.nowUs() / 1000);
    const outcome = await this.send.once(webhook, at);
    const tries = before + 1;
    const verdict = verdictOf(outcome, tries);
    this.#tries.add(1, { result: verdict });
    // Before the verdict: a process that dies in between tries again, and stops then what must be stopped.
    await this.send.after(webhook, { outcome, verdict, at });
    await this.deliveries.judge(webhook, {
      attempt: attemptOf(outcome, at),
      verdict,
      waitSeconds: waitSeconds(tries, Math.random()),
    });
    // What is listed, and replayed by its owner, needs no second list.
    if (verdict === 'failed' && !isListed(webhook))
      throw new Poison(`${wordsFor(outcome)} (try ${String(tries)})`);
  }
}
