import { Inject, Injectable } from '@nestjs/common';
import {
  type AskOf,
  type ChannelTarget,
  type ChannelWishTarget,
  channelQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { deriveId } from '@tidegate/eventing';
import { Targets } from '../deliveries/targets.gateway.ts';
import { ALERT_SETTINGS, type AlertSettings } from '../evaluation/settings.ts';
import { WebhookSecrets } from '../webhooks/webhook-secret.store.ts';
import { addressProblems } from './addresses.ts';
import { ChannelWrites } from './channel-writes.handler.ts';

type Because = Readonly<{ commandId: string; actor: string; requestId: string | null }>;
type Wished = Readonly<{ target: ChannelWishTarget; channelId: string }>;

/** What is not known by then is looked up again at each delivery. */
const LOOKUP_LIMIT_MS = 1500;

/** Channels come, change and go. */
@Injectable()
export class ChannelCommands {
  constructor(
    private readonly writes: ChannelWrites,
    private readonly secrets: WebhookSecrets,
    private readonly targets: Targets,
    @Inject(ALERT_SETTINGS) private readonly settings: AlertSettings,
  ) {}

  /** @returns its id, which derives from the command */
  async create(ask: AskOf<typeof questions.create>): Promise<string> {
    const { projectId, name, target: wished, notices, commandId } = ask;
    const channelId = deriveId('channel', commandId);
    const target = await this.#targetOf({ target: wished, channelId }, ask);
    const most = this.settings.channelsPerProject;
    const channel = { name, target, notices };
    await this.writes.do({ type: 'Create', projectId, channelId, channel, most }, ask);
    return channelId;
  }

  async change(ask: AskOf<typeof questions.change>): Promise<void> {
    const { projectId, channelId, name, target: wished, notices } = ask;
    const before = await this.writes.find(ask);
    if (wished && wished.kind !== before.target.kind)
      refuse('channel.kind_fixed', { channelId, kind: before.target.kind });
    const target = wished && (await this.#targetOf({ target: wished, channelId }, ask));
    const changes = {
      ...(name !== undefined && { name }),
      ...(target !== undefined && { target }),
      ...(notices !== undefined && { notices }),
    };
    await this.writes.do({ type: 'Change', projectId, channelId, changes }, ask);
  }

  /** What alerts name stays: an alert that tells nobody would be a quiet failure. */
  async remove(ask: AskOf<typeof questions.remove>): Promise<void> {
    const { projectId, channelId } = ask;
    await this.writes.mustBeUnused(ask);
    await this.writes.do({ type: 'Remove', projectId, channelId }, ask);
  }

  async #targetOf({ target, channelId }: Wished, { commandId }: Because): Promise<ChannelTarget> {
    if (target.kind === 'email') return this.#mail(target);
    await this.#mustBeAllowed(target.url);
    if (target.kind === 'webhook') return target;
    const secretId = deriveId('secret', commandId);
    await this.secrets.keep(secretId, channelId, target.url);
    return { kind: 'slack', host: new URL(target.url).host, secretId };
  }

  #mail(target: Extract<ChannelTarget, { kind: 'email' }>): ChannelTarget {
    const { smtpUrl, mailFrom } = this.settings;
    if (smtpUrl === null || mailFrom === null) refuse('channel.mail_not_configured');
    const problems = addressProblems(target.addresses, '/addresses');
    return problems.length > 0 ? refuse('request.invalid', { count: problems.length }, problems) : target;
  }

  /** A name that nobody resolves now may be known later; one that leads inside is told so at once. */
  async #mustBeAllowed(url: string): Promise<void> {
    const target = await this.targets.find(url, AbortSignal.timeout(LOOKUP_LIMIT_MS)).catch(() => undefined);
    if (target && 'kind' in target) refuse('channel.address_not_allowed', { problem: target.error });
  }
}
