import { createHmac } from 'node:crypto';
import { type LookupAddress, type LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { webhookSecret } from '@tidegate/contracts';
import { Webhook as Signer } from 'standardwebhooks';
import { Agent, request } from 'undici';
import { isPublicAddress } from './addresses.gateway.ts';
import type { Outcome } from './attempt.ts';
import type { Webhook } from './delivery.store.ts';
import { DELIVERY_SETTINGS, type DeliverySettings } from './settings.ts';

type Refused = Extract<Outcome, { kind: 'refused' }>;
type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Sends one webhook, signed as Standard Webhooks says. The address is looked up once, judged, and then connected to: no redirects, no second lookup. */
@Injectable()
export class WebhookSender {
  constructor(@Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings) {}

  async send(webhook: Webhook, at: Date): Promise<Outcome> {
    const signal = AbortSignal.timeout(this.settings.timeoutSeconds * 1000);
    try {
      const target = await withSignal(this.#target(webhook.url), signal);
      return 'kind' in target ? target : await this.#post(webhook, at, { ...target, signal });
    } catch (error) {
      return { kind: 'unreachable', error: wordsOf(error, signal) };
    }
  }

  async #target(url: string): Promise<{ url: URL; address: LookupAddress } | Refused> {
    const parsed = URL.parse(url);
    if (!parsed || !/^https?:$/.test(parsed.protocol)) return refused('the URL is not http or https');
    if (parsed.username || parsed.password) return refused('the URL carries a user name or password');
    const host = parsed.hostname.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    const addresses = family
      ? [{ address: host, family }]
      : await lookup(host, { all: true, order: 'verbatim' });
    const [address] = addresses;
    if (!address) return refused(`${host} has no address`);
    // One private address among public ones is enough: which one is used would be up to the resolver.
    const isAllowed = this.settings.allowPrivate || addresses.every((one) => isPublicAddress(one.address));
    return isAllowed ? { url: parsed, address } : refused(`${host} is not a public address`);
  }

  async #post(
    webhook: Webhook,
    at: Date,
    { url, address, signal }: { url: URL; address: LookupAddress; signal: AbortSignal },
  ): Promise<Outcome> {
    const agent = new Agent({ connect: { lookup: pinnedTo(address) } });
    try {
      const { type, timestamp, data } = webhook;
      const payload = JSON.stringify({ type, timestamp, data });
      const { statusCode, body } = await request(url, {
        method: 'POST',
        dispatcher: agent,
        signal,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Tidegate-Webhooks/1',
          'webhook-id': webhook.webhookId,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': this.#signer(webhook.projectId).sign(webhook.webhookId, at, payload),
        },
        body: payload,
      });
      body.on('error', () => undefined).destroy();
      return { kind: 'answered', status: statusCode };
    } finally {
      await agent.destroy();
    }
  }

  #signer(projectId: string): Signer {
    const hmac = (message: string) => createHmac('sha256', this.settings.secretKey).update(message).digest();
    return new Signer(webhookSecret(hmac, projectId));
  }
}

const refused = (error: string): Refused => ({ kind: 'refused', error });

/** undici asks once for all addresses or for one, as the connection wants. */
const pinnedTo =
  ({ address, family }: LookupAddress) =>
  (_host: string, { all }: LookupOptions, answer: LookupCallback): void => {
    if (all) answer(null, [{ address, family }]);
    else answer(null, address, family);
  };

const withSignal = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    }),
  ]);

const wordsOf = (error: unknown, signal: AbortSignal): string =>
  signal.aborted
    ? 'the receiver took too long'
    : error instanceof Error
      ? error.message || error.name
      : String(error);
