import { Inject, Injectable } from '@nestjs/common';
import { type AskOf, refuse, webhookQuestions as questions } from '@tidegate/contracts';
import { deriveId } from '@tidegate/eventing';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../deliveries/settings.ts';
import { Targets } from '../deliveries/targets.gateway.ts';
import { WebhookCommands } from './webhook-commands.handler.ts';
import { WebhookSecrets } from './webhook-secret.store.ts';

/** What is not known by then is looked up again at each delivery. */
const LOOKUP_LIMIT_MS = 1500;

/** Webhooks come, change and go, and so do their secrets. */
@Injectable()
export class Subscribe {
  constructor(
    private readonly commands: WebhookCommands,
    private readonly secrets: WebhookSecrets,
    private readonly targets: Targets,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  async subscribe(
    ask: AskOf<typeof questions.subscribe>,
  ): Promise<Readonly<{ webhookId: string; secret: string }>> {
    const { projectId, wish, commandId } = ask;
    await this.#mustBeAllowed(wish.url);
    const webhookId = deriveId('webhook', commandId);
    const secretId = deriveId('secret', commandId);
    const secret = await this.secrets.make(secretId, webhookId);
    const most = this.settings.webhooksPerProject;
    await this.commands.do({ type: 'Subscribe', projectId, webhookId, wish, secretId, most }, ask);
    return { webhookId, secret };
  }

  async change(ask: AskOf<typeof questions.change>): Promise<void> {
    const { projectId, webhookId, wish, state } = ask;
    if (wish.url !== undefined) await this.#mustBeAllowed(wish.url);
    await this.commands.do({ type: 'Change', projectId, webhookId, wish, state }, ask);
  }

  async unsubscribe(ask: AskOf<typeof questions.unsubscribe>): Promise<void> {
    const { projectId, webhookId } = ask;
    await this.commands.do({ type: 'Unsubscribe', projectId, webhookId }, ask);
  }

  /** @returns the new secret */
  async rotate(ask: AskOf<typeof questions.rotate>): Promise<string> {
    const { projectId, webhookId, commandId } = ask;
    await this.commands.find(ask);
    const secretId = deriveId('secret', commandId);
    const secret = await this.secrets.make(secretId, webhookId);
    const atUs = this.commands.nowUs();
    await this.commands.do({ type: 'RotateSecret', projectId, webhookId, secretId, atUs }, ask);
    return secret;
  }

  /** A name that nobody resolves now may be known later; one that leads inside is told so at once. */
  async #mustBeAllowed(url: string): Promise<void> {
    const target = await this.targets.find(url, AbortSignal.timeout(LOOKUP_LIMIT_MS)).catch(() => undefined);
    if (target && 'kind' in target) refuse('webhook.address_not_allowed', { problem: target.error });
  }
}
