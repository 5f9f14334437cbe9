import { Inject, Injectable } from '@nestjs/common';
import { type AskOf, alertQuestions as questions, refuse } from '@tidegate/contracts';
import { type Cause, causeOf, deriveId } from '@tidegate/eventing';
import { ChannelWrites } from '../channels/channel-writes.handler.ts';
import { ALERT_SETTINGS, type AlertSettings } from '../evaluation/settings.ts';
import { FOLLOW_LOG } from '../notices/follow-log.consumer.ts';
import { WebhookLists } from '../webhooks/webhook-list.store.ts';
import type { Alert, AlertCommand } from './alerts.ts';
import { Alerts } from './alerts.handler.ts';

/** Who asks, and the id under which it has one effect however often it comes. */
type Because = Readonly<{ commandId: string; actor: string; requestId: string | null }>;
export type Which = Readonly<{ projectId: string; alertId: string }>;

/** Alerts come, change, fall silent and go. */
@Injectable()
export class AlertCommands {
  constructor(
    private readonly alerts: Alerts,
    private readonly channels: ChannelWrites,
    private readonly lists: WebhookLists,
    @Inject(ALERT_SETTINGS) private readonly settings: AlertSettings,
  ) {}

  /** @throws Refusal alert.not_found, also for another project's */
  async find({ projectId, alertId }: Which): Promise<Alert> {
    const { state } = await this.alerts.load(projectId);
    return state[alertId] ?? refuse('alert.not_found', { alertId });
  }

  /** @returns its id, which derives from the command */
  async create(ask: AskOf<typeof questions.create>): Promise<string> {
    const { projectId, rule, commandId } = ask;
    await this.channels.mustExist(projectId, rule.channelIds);
    const alertId = deriveId('alert', commandId);
    const most = this.settings.alertsPerProject;
    await this.#do({ type: 'Create', projectId, alertId, rule, most }, ask);
    return alertId;
  }

  async change(ask: AskOf<typeof questions.change>): Promise<void> {
    const { projectId, alertId, changes } = ask;
    await this.channels.mustExist(projectId, changes.channelIds ?? []);
    await this.#do({ type: 'Change', projectId, alertId, changes }, ask);
  }

  async remove(ask: AskOf<typeof questions.remove>): Promise<void> {
    const { projectId, alertId } = ask;
    await this.#do({ type: 'Remove', projectId, alertId }, ask);
  }

  async mute(ask: AskOf<typeof questions.mute>): Promise<void> {
    const { projectId, alertId, untilUs } = ask;
    const command =
      untilUs === null
        ? ({ type: 'Unmute', projectId, alertId } as const)
        : ({ type: 'Mute', projectId, alertId, untilUs } as const);
    await this.#do(command, ask);
  }

  /** Whoever is answered finds what they did in every list, unless these are far behind: then they find it later. */
  async #do(command: AlertCommand, because: Because): Promise<void> {
    const { position } = await this.alerts.handle(command.projectId, command, causeFrom(because));
    await this.lists.reached(FOLLOW_LOG, position);
  }
}

const causeFrom = ({ commandId, actor, requestId }: Because): Cause =>
  causeOf({ commandId, actor, ...(requestId !== null && { requestId }) });
