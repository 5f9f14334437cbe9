import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { ChannelRow, DeliveryRow } from './channel-view.ts';

const MOST_AT_ONCE = 1000;

/** What people ask of channels and their deliveries. */
@Injectable()
export class ChannelRows {
  constructor(private readonly db: Db) {}

  /** Oldest first. @param after the place in the log at which the one before was created */
  page(projectId: string, after: number, limit: number): Promise<ChannelRow[]> {
    return this.db.query<ChannelRow>(sql`
      select c.*, (select count(*) from deliveries d where d.channel_id = c.channel_id and d.state = 'queued') as waiting
      from channels c where c.project_id = ${projectId} and c.created_position > ${after}
      order by c.created_position limit ${limit}`);
  }

  async one(projectId: string, channelId: string): Promise<ChannelRow | undefined> {
    const [row] = await this.db.query<ChannelRow>(sql`
      select c.*, (select count(*) from deliveries d where d.channel_id = c.channel_id and d.state = 'queued') as waiting
      from channels c where c.project_id = ${projectId} and c.channel_id = ${channelId}`);
    return row;
  }

  /** Newest first. @param before the number of the one before; null: from the newest on */
  deliveries(
    channelId: string,
    { state, before, limit }: Readonly<{ state: string | null; before: number | null; limit: number }>,
  ): Promise<DeliveryRow[]> {
    return this.db.query<DeliveryRow>(sql`
      select webhook_id, number, type, webhook #>> '{data,title}' as title, state, tries, attempts -> -1 as last, on_bus,
             queued_at, due_at, finished_at
      from deliveries
      where channel_id = ${channelId} and number < ${before ?? Number.MAX_SAFE_INTEGER}
        and (${state}::text is null or state = ${state})
      order by number desc limit ${limit}`);
  }

  /** One delivery again, at once, or those that were given up, the newest first. @returns how many */
  async again(channelId: string, deliveryId: string | null): Promise<number> {
    const rows = await this.db.query(sql`
      update deliveries
      set due_at = case when on_bus and state = 'queued' then due_at else clock_timestamp() end,
          tries = case when state = 'queued' then tries else 0 end,
          rounds = case when state = 'queued' then rounds else rounds + 1 end,
          state = 'queued', finished_at = null
      where webhook_id in (
        select webhook_id from deliveries
        where channel_id = ${channelId}
          and case when ${deliveryId}::text is null then state = 'failed' else webhook_id = ${deliveryId} end
        order by number desc limit ${MOST_AT_ONCE})
      returning 1`);
    return rows.length;
  }
}
