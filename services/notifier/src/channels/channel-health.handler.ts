import { Injectable, Logger } from '@nestjs/common';
import { deriveUuid, sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { type Outcome, type Verdict, wordsFor } from '../deliveries/attempt.ts';
import type { Webhook } from '../deliveries/delivery.store.ts';
import { channelFailing } from '../notices/notice.ts';
import { Notices } from '../notices/notice.store.ts';

type Row = Readonly<{ name: string; failing_since: Date; seconds: number; is_announced: boolean }>;

/** After so long without a success the project’s other channels are told. */
const TELL_AFTER_SECONDS = 300;

/** How channels fare. One that fails is no quiet failure: the others of its project tell of it, once until it works again. */
@Injectable()
export class ChannelHealth {
  readonly #log = new Logger('channel-health');

  constructor(
    private readonly db: Db,
    private readonly notices: Notices,
  ) {}

  async after(
    delivery: Webhook,
    channelId: string,
    tried: Readonly<{ outcome: Outcome; verdict: Verdict; at: Date }>,
  ) {
    if (tried.verdict === 'delivered') return this.#succeeded(channelId);
    const error = wordsFor(tried.outcome).slice(0, 300);
    const { projectId } = delivery;
    await this.db.transaction(async (tx) => {
      await this.notices.lock(tx, projectId);
      const [row] = await tx.query<Row>(sql`
        update channels set failing_since = coalesce(failing_since, ${tried.at}), last_error = ${error}
        where channel_id = ${channelId}
        returning name, failing_since, is_announced,
                  extract(epoch from ${tried.at}::timestamptz - failing_since)::float8 as seconds`);
      const isLost = tried.verdict === 'failed' || (row?.seconds ?? 0) >= TELL_AFTER_SECONDS;
      // Who tries a channel out sees what becomes of it.
      if (!row || row.is_announced || !isLost || delivery.type === 'channel.test') return;
      const sinceAt = row.failing_since.toISOString();
      await tx.query(sql`update channels set is_announced = true where channel_id = ${channelId}`);
      await this.notices.post(tx, {
        projectId,
        noticeId: deriveUuid(channelId, 'failing', sinceAt),
        hearers: { kind: 'all_but', channelId },
        notice: channelFailing(channelId, { name: row.name, error, sinceAt }),
        at: tried.at,
      });
      tx.afterCommit(() => {
        this.#log.warn(
          { event: 'channel.failing', channelId, projectId, error },
          `${channelId} fails: ${error}`,
        );
      });
    });
  }

  /** A row is written for a delivery only where it says something new. */
  async #succeeded(channelId: string): Promise<void> {
    await this.db.query(sql`
      update channels set delivered_at = clock_timestamp(), failing_since = null, last_error = null, is_announced = false
      where channel_id = ${channelId}
        and (failing_since is not null or delivered_at is null or delivered_at < clock_timestamp() - interval '5 seconds')`);
  }
}
