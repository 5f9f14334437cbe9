import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { type Cause, causeOf } from '@tidegate/eventing';
import { Alerts } from '../alerts/alerts.handler.ts';
import { FOLLOW_LOG } from '../notices/follow-log.consumer.ts';
import { WebhookLists } from '../webhooks/webhook-list.store.ts';
import type { Channel, ChannelCommand } from './channels.ts';
import { Channels } from './channels.handler.ts';

/** Who asks, and the id under which it has one effect however often it comes. */
export type Because = Readonly<{ commandId: string; actor: string; requestId: string | null }>;
export type Which = Readonly<{ projectId: string; channelId: string }>;

@Injectable()
export class ChannelWrites {
  constructor(
    private readonly channels: Channels,
    private readonly alerts: Alerts,
    private readonly lists: WebhookLists,
  ) {}

  /** @throws Refusal channel.not_found, also for another project's */
  async find({ projectId, channelId }: Which): Promise<Channel> {
    const { state } = await this.channels.load(projectId);
    return state[channelId] ?? refuse('channel.not_found', { channelId });
  }

  /** @throws Refusal channel.not_found that names the first of some that is none of the project’s */
  async mustExist(projectId: string, channelIds: readonly string[]): Promise<void> {
    if (channelIds.length === 0) return;
    const { state } = await this.channels.load(projectId);
    const missing = channelIds.find((id) => !Object.hasOwn(state, id));
    if (missing !== undefined) refuse('channel.not_found', { channelId: missing });
  }

  async mustBeUnused({ projectId, channelId }: Which): Promise<void> {
    const { state } = await this.alerts.load(projectId);
    const named = Object.values(state).filter(({ rule }) => rule.channelIds.includes(channelId));
    const [first] = named;
    if (first) refuse('channel.in_use', { channelId, alerts: named.length, name: first.rule.name });
  }

  /** Whoever is answered finds what they did in every list, unless these are far behind: then they find it later. */
  async do(command: ChannelCommand, because: Because): Promise<void> {
    const { position } = await this.channels.handle(command.projectId, command, causeFrom(because));
    await this.lists.reached(FOLLOW_LOG, position);
  }
}

const causeFrom = ({ commandId, actor, requestId }: Because): Cause =>
  causeOf({ commandId, actor, ...(requestId !== null && { requestId }) });
