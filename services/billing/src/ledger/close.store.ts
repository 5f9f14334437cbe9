import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { EventOf, Queries } from '@tidegate/eventing/nest';

export type CloseKind = 'hour' | 'period';
/** The last close that the books have seen. `version` is its place in its stream. */
export type Closed = Readonly<{
  fromUs: number;
  toUs: number;
  period: string | null;
  timeZone: string | null;
  version: number;
}>;

type Row = Readonly<{
  from_us: number;
  to_us: number;
  period: string | null;
  time_zone: string | null;
  version: number;
}>;

/** Which hours and months are closed in the books. */
@Injectable()
export class CloseStore {
  /** @returns false where the books have seen it already */
  async add(
    tx: Queries,
    event: EventOf<'UsageHourClosed'> | EventOf<'BillingPeriodClosed'>,
  ): Promise<boolean> {
    const { id, version, position, data } = event;
    const [kind, period, timeZone] =
      event.type === 'UsageHourClosed'
        ? ['hour', null, null]
        : ['period', event.data.period, event.data.timeZone];
    const rows = await tx.query(sql`
      insert into ledger_closes (event_id, kind, period, from_us, to_us, time_zone, version, position)
        values (${id}, ${kind}, ${period}, ${data.fromUs}, ${data.toUs}, ${timeZone}, ${version}, ${position})
        on conflict do nothing returning event_id`);
    return rows.length > 0;
  }

  async last(tx: Queries, kind: CloseKind): Promise<Closed | undefined> {
    const [row] = await tx.query<Row>(
      sql`select * from ledger_closes where kind = ${kind} order by version desc limit 1`,
    );
    return (
      row && {
        fromUs: row.from_us,
        toUs: row.to_us,
        period: row.period,
        timeZone: row.time_zone,
        version: row.version,
      }
    );
  }
}
