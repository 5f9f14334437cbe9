import { Injectable } from '@nestjs/common';
import type { AlertRule } from '@tidegate/contracts';
import { deriveUuid } from '@tidegate/eventing';
import { Clock, Db } from '@tidegate/eventing/nest';
import { alertTest } from '../evaluation/alert-notice.ts';
import { channelTest, noticeIdOn } from '../notices/notice.ts';
import { Notices, type Post } from '../notices/notice.store.ts';
import type { Channel } from './channels.ts';

/** Notices that somebody asks for, to see what becomes of them. The same command asks once. */
@Injectable()
export class TellNow {
  constructor(
    private readonly db: Db,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return new Date(this.clock.nowUs() / 1000);
  }

  /** @returns the id of its delivery */
  async channelTest(
    {
      projectId,
      channelId,
      commandId,
    }: Readonly<{ projectId: string; channelId: string; commandId: string }>,
    { name }: Channel,
  ): Promise<string> {
    const noticeId = deriveUuid(commandId, 'test');
    await this.#post({
      projectId,
      noticeId,
      hearers: { kind: 'named', channelIds: [channelId] },
      notice: channelTest(channelId, name),
    });
    return noticeIdOn(channelId, noticeId);
  }

  /** @returns the ids of its deliveries, one for each of its channels */
  async alertTest(
    { projectId, alertId, commandId }: Readonly<{ projectId: string; alertId: string; commandId: string }>,
    rule: AlertRule,
  ): Promise<string[]> {
    const noticeId = deriveUuid(commandId, 'test');
    await this.#post({
      projectId,
      noticeId,
      hearers: { kind: 'named', channelIds: rule.channelIds },
      notice: alertTest(alertId, rule),
    });
    return rule.channelIds.map((channelId) => noticeIdOn(channelId, noticeId));
  }

  async #post(post: Omit<Post, 'at'>): Promise<void> {
    await this.db.transaction((tx) => this.notices.post(tx, { ...post, at: this.now() }));
  }
}
