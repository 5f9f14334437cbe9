import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { lockOf } from '../lines/line.store.ts';

/** Rows per statement: short transactions, so that storing and reading go on beside it. */
const BATCH = 5000;

@Injectable()
export class RetentionStore {
  constructor(private readonly db: Db) {}

  /** Drops the oldest lines beyond an age. @returns whether there may be more */
  async dropOlder(hours: number): Promise<boolean> {
    const rows = await this.db.query<{ endpoint_id: string }>(sql`
      select distinct endpoint_id from (
        select endpoint_id from log_lines where stored_at < clock_timestamp() - make_interval(hours => ${hours})
        order by stored_at limit ${BATCH}) old`);
    for (const { endpoint_id: endpointId } of rows)
      await this.#drop(
        endpointId,
        sql`
        delete from log_lines where endpoint_id = ${endpointId} and cursor in (
          select cursor from log_lines
          where endpoint_id = ${endpointId} and stored_at < clock_timestamp() - make_interval(hours => ${hours})
          order by cursor limit ${BATCH})
        returning bytes`,
      );
    return rows.length > 0;
  }

  /** Drops the oldest lines of endpoints beyond a size. @returns whether there may be more */
  async dropBeyond(bytes: number): Promise<boolean> {
    const rows = await this.db.query<{ endpoint_id: string; excess: number }>(
      sql`select endpoint_id, bytes - ${bytes} as excess from log_volumes where bytes > ${bytes} limit 100`,
    );
    for (const { endpoint_id: endpointId, excess } of rows)
      await this.#drop(
        endpointId,
        sql`
        delete from log_lines where endpoint_id = ${endpointId} and cursor in (
          select cursor from (
            select cursor, sum(bytes) over (order by cursor) - bytes as before from (
              select cursor, bytes from log_lines where endpoint_id = ${endpointId} order by cursor limit ${BATCH}) oldest) summed
          where before < ${excess})
        returning bytes`,
      );
    return rows.length > 0;
  }

  /** Lines and the count of their bytes go in one transaction, under the lock that storing takes. */
  async #drop(endpointId: string, deletion: ReturnType<typeof sql>): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(lockOf(endpointId));
      const dropped = await tx.query<{ bytes: number }>(deletion);
      const bytes = dropped.reduce((sum, row) => sum + row.bytes, 0);
      await tx.query(sql`
        update log_volumes v set bytes = case
          when exists (select from log_lines where endpoint_id = ${endpointId}) then greatest(v.bytes - ${bytes}, 0) else 0 end
        where endpoint_id = ${endpointId}`);
    });
  }
}
