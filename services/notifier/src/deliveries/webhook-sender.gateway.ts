import { Inject, Injectable } from '@nestjs/common';
import { pinnedTo } from '@tidegate/bootstrap';
import { Webhook as Signer } from 'standardwebhooks';
import { Agent, request } from 'undici';
import { type Letter, Letters } from '../webhooks/letters.handler.ts';
import type { Outcome } from './attempt.ts';
import type { Webhook } from './delivery.store.ts';
import { DELIVERY_SETTINGS, type DeliverySettings } from './settings.ts';
import { type Target, Targets } from './targets.gateway.ts';

/** Sends one webhook, signed as Standard Webhooks says. The address is looked up once, judged, and then connected to: no redirects, no second lookup. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly letters: Letters,
    private readonly targets: Targets,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  async send(webhook: Webhook, at: Date): Promise<Outcome> {
    const letter = await this.letters.letterOf(webhook, at);
    if (!letter) return { kind: 'refused', error: 'the webhook is disabled, or is no more' };
    // Whoever got it could not tell it from anybody else's.
    if (letter.secrets.length === 0)
      return { kind: 'unreachable', error: 'its signing secret is gone: rotate it' };
    return this.post(letter, at);
  }

  /** A letter that is written already; without secrets it is not signed. */
  async post(letter: Letter, at: Date): Promise<Outcome> {
    const signal = AbortSignal.timeout(this.settings.timeoutSeconds * 1000);
    try {
      const target = await this.targets.find(letter.url, signal);
      return 'kind' in target ? target : await this.#post(letter, at, { ...target, signal });
    } catch (error) {
      return { kind: 'unreachable', error: wordsOf(error, signal) };
    }
  }

  async #post(
    { webhookId, contentType, payload, secrets }: Letter,
    at: Date,
    { url, address, signal }: Target & { signal: AbortSignal },
  ): Promise<Outcome> {
    const signatures = secrets.map((secret) => new Signer(secret).sign(webhookId, at, payload));
    const agent = new Agent({ connect: { lookup: pinnedTo(address) } });
    try {
      const { statusCode, body } = await request(url, {
        method: 'POST',
        dispatcher: agent,
        signal,
        headers: {
          'content-type': contentType,
          'user-agent': 'Tidegate-Webhooks/1',
          'webhook-id': webhookId,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          ...(signatures.length > 0 && { 'webhook-signature': signatures.join(' ') }),
        },
        body: payload,
      });
      body.on('error', () => undefined).destroy();
      return { kind: 'answered', status: statusCode };
    } finally {
      await agent.destroy();
    }
  }
}

const wordsOf = (error: unknown, signal: AbortSignal): string =>
  signal.aborted
    ? 'the receiver took too long'
    : error instanceof Error
      ? error.message || error.name
      : String(error);
