import { Inject, Injectable, Logger } from '@nestjs/common';
import { deriveUuid } from '@tidegate/eventing';
import type { Outcome } from '../deliveries/attempt.ts';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../deliveries/settings.ts';
import { Subscriptions } from './subscription.store.ts';
import type { Disabling } from './webhooks.ts';
import { Webhooks } from './webhooks.handler.ts';

type Which = Readonly<{ projectId: string; webhookId: string }>;

const DAY_SECONDS = 86_400;
const NEXT_STEP =
  'Enable it when its receiver is ready; then replay what it missed, from the position at which it was disabled.';

/** Stops what has no receiver any more: after 410, after days in which every try failed, or when too much waits. */
@Injectable()
export class WebhookHealth {
  readonly #log = new Logger('webhook-health');

  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly webhooks: Webhooks,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** @param deliveryId of the try: the same try stops a webhook once */
  async after(which: Which, outcome: Outcome, deliveryId: string): Promise<void> {
    if (outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300)
      return this.subscriptions.succeeded(which.webhookId);
    const seconds = await this.subscriptions.failed(which.webhookId);
    const { disableAfterDays } = this.settings;
    if (outcome.kind === 'answered' && outcome.status === 410) await this.#disable(which, gone, deliveryId);
    else if (seconds > disableAfterDays * DAY_SECONDS)
      await this.#disable(which, failingFor(disableAfterDays), deliveryId);
  }

  /** Stops webhooks for which more waits than may. */
  async stopOverfull(): Promise<void> {
    const { mostWaiting } = this.settings;
    for (const which of await this.subscriptions.overfull(mostWaiting))
      await this.#disable(which, backlogOf(mostWaiting), String(mostWaiting));
  }

  async #disable(which: Which, why: Disabling, salt: string): Promise<void> {
    const { version } = await this.webhooks.load(which.projectId);
    const commandId = deriveUuid(which.webhookId, 'disable', salt, version);
    const cause = { commandId, correlationId: commandId, causationId: commandId, actor: 'service:notifier' };
    const { events } = await this.webhooks.handle(
      which.projectId,
      { type: 'Disable', ...which, ...why },
      cause,
    );
    if (events.length > 0)
      this.#log.warn(
        { event: 'webhook.disabled', ...which, cause: why.cause },
        `${which.webhookId} is disabled: ${why.reason.message}`,
      );
  }
}

const gone: Disabling = {
  cause: 'gone',
  reason: {
    code: 'webhook_gone',
    message: 'Its receiver answered 410: it is gone and wants no more.',
    nextStep: NEXT_STEP,
  },
};

const failingFor = (days: number): Disabling => ({
  cause: 'failing',
  reason: {
    code: 'webhook_failing',
    message: `Every try has failed for more than ${String(days)} days.`,
    nextStep: NEXT_STEP,
  },
});

const backlogOf = (most: number): Disabling => ({
  cause: 'backlog',
  reason: {
    code: 'webhook_backlog',
    message: `More than ${String(most)} deliveries wait: its receiver takes them more slowly than they come.`,
    nextStep: `Make the receiver faster, or subscribe to fewer events. ${NEXT_STEP}`,
  },
});
