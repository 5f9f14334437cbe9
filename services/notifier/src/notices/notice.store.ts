import { Injectable } from '@nestjs/common';
import type { NoticeKind } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import type { Tx } from '@tidegate/eventing/nest';
import type { Notice } from './notice.ts';

/** Which channels of a project hear of a notice. */
export type Hearers =
  | Readonly<{ kind: 'named'; channelIds: readonly string[] }>
  | Readonly<{ kind: 'subscribed'; to: NoticeKind }>
  | Readonly<{ kind: 'all_but'; channelId: string }>;
export type Post = Readonly<{
  projectId: string;
  /** Derived from what it is about: the same notice is written down once on each channel. */
  noticeId: string;
  hearers: Hearers;
  notice: Notice;
  at: Date;
}>;

/** A channel that nobody reads keeps so many; what comes then is counted and dropped. */
const MOST_WAITING = 1000;

/** Writes notices down as deliveries, in the transaction of what they are about. From there they go as every webhook does. */
@Injectable()
export class Notices {
  /** Always before other rows of the project: whoever locks in one order waits and never dies. */
  async lock(tx: Tx, projectId: string): Promise<void> {
    await tx.query(
      sql`select 1 from channels where project_id = ${projectId} order by channel_id for update`,
    );
  }

  /** Which of some projects have channels. */
  async listening(tx: Tx, projectIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ project_id: string }>(sql`
      select distinct project_id from channels where project_id = any(${[...new Set(projectIds)]}::text[])`);
    return new Set(rows.map((row) => row.project_id));
  }

  /** @returns the channels on which it is told */
  async post(tx: Tx, { projectId, noticeId, hearers, notice, at }: Post): Promise<string[]> {
    await this.lock(tx, projectId);
    const named = hearers.kind === 'named' ? hearers.channelIds : null;
    const subscribed = hearers.kind === 'subscribed' ? hearers.to : null;
    const but = hearers.kind === 'all_but' ? hearers.channelId : null;
    const { type, ...data } = notice;
    const rows = await tx.query<{ channel_id: string }>(sql`
      with heard as (
        select c.channel_id, (
          select count(*) from (
            select 1 from deliveries d where d.channel_id = c.channel_id and d.state = 'queued' limit ${MOST_WAITING}) q
        ) < ${MOST_WAITING} as has_room
        from channels c
        where c.project_id = ${projectId}
          and (${named}::text[] is null or c.channel_id = any(${named}::text[]))
          and (${subscribed}::text is null or ${subscribed}::text = any(c.notices))
          and (${but}::text is null or c.channel_id <> ${but})
          and not exists (select 1 from deliveries d where d.webhook_id = c.channel_id || '_' || ${noticeId}::text)
      ), numbered as (
        update channels c
        set last_number = last_number + case when h.has_room then 1 else 0 end,
            dropped = dropped + case when h.has_room then 0 else 1 end
        from heard h where c.channel_id = h.channel_id
        returning c.channel_id, c.last_number, h.has_room, c.place
      )
      insert into deliveries (webhook_id, project_id, url, type, due_at, channel_id, number, webhook)
      select channel_id || '_' || ${noticeId}::text, ${projectId}, place, ${type}, clock_timestamp(), channel_id, last_number,
             jsonb_build_object('webhookId', channel_id || '_' || ${noticeId}::text, 'projectId', ${projectId}::text,
               'url', place, 'type', ${type}::text, 'timestamp', ${at.toISOString()}::text,
               'data', ${JSON.stringify(data)}::jsonb, 'channelId', channel_id)
      from numbered where has_room
      returning channel_id`);
    return rows.map((row) => row.channel_id);
  }
}
