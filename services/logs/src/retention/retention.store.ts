import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Clock, Db } from '@tidegate/eventing/nest';
import { SPAN_US } from '../lines/spans.ts';
import { DAY_US, dayOf } from './days.ts';
import { LineDays } from './line-days.store.ts';

const HOUR_US = 3_600_000_000;
/** Rows per statement: short transactions, so that storing and reading go on beside it. */
const BATCH = 20_000;
/** A batch may come again for as long as its queue, or the disk of a node, holds it: which numbers are stored is known for longer. */
const NUMBERS_KEPT_US = 30 * DAY_US;

/** Lets lines go that are too old or too many. */
@Injectable()
export class RetentionStore {
  constructor(
    private readonly db: Db,
    private readonly days: LineDays,
    private readonly clock: Clock,
  ) {}

  /** Makes the tables of the days to come; drops days that have no line within an age, and the oldest beyond a size of all. */
  async dropDays(hours: number, bytes: number): Promise<void> {
    await this.days.ensureAhead();
    const oldest = this.clock.nowUs() - hours * HOUR_US;
    await this.days.dropBeyond(dayOf(oldest), bytes);
    const firstDay = await this.days.first();
    if (firstDay !== undefined) await this.db.query(sql`delete from log_spans where span_us < ${firstDay}`);
    const forgotten = oldest - NUMBERS_KEPT_US;
    await this.db.query(sql`delete from log_replicas where last_cursor < ${forgotten}`);
    await this.db.query(sql`delete from log_endpoints where cursor > 0 and cursor < ${forgotten}`);
  }

  /** Drops the oldest lines of endpoints beyond a size. @returns whether there may be more */
  async dropBeyond(bytes: number): Promise<boolean> {
    const rows = await this.db.query<{ endpoint_id: string; excess: number }>(sql`
      select endpoint_id, (sum(bytes) - ${bytes})::bigint as excess from log_spans
      group by 1 having sum(bytes) > ${bytes} limit 100`);
    for (const { endpoint_id: endpointId, excess } of rows) await this.#drop(endpointId, excess);
    return rows.length > 0;
  }

  /** Lines and the sums of their spans go in one statement; a span of which nothing is left goes as well. */
  async #drop(endpointId: string, excess: number): Promise<void> {
    await this.db.query(sql`
      with oldest as (
        select cursor, bytes from log_lines where endpoint_id = ${endpointId} order by cursor limit ${BATCH}
      ), summed as (
        select cursor, sum(bytes) over (order by cursor) - bytes as before from oldest
      ), dropped as (
        delete from log_lines
        where endpoint_id = ${endpointId} and cursor >= (select min(cursor) from oldest)
          and cursor <= (select max(cursor) from summed where before < ${excess})
        returning cursor, bytes
      ), sums as (
        select cursor - cursor % ${SPAN_US} as span_us, count(*) as lines, sum(bytes) as bytes from dropped group by 1
      )
      update log_spans s set lines = s.lines - sums.lines, bytes = s.bytes - sums.bytes
      from sums where s.endpoint_id = ${endpointId} and s.span_us = sums.span_us`);
    // A span whose lines went with their day counts for nothing.
    await this.db.query(sql`
      delete from log_spans s where endpoint_id = ${endpointId} and (lines <= 0 or span_us + ${SPAN_US} <= coalesce(
        (select min(cursor) from log_lines where endpoint_id = ${endpointId}), (select cursor from log_endpoints where endpoint_id = ${endpointId})))`);
  }
}
