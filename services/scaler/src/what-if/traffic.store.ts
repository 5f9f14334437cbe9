import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { TrafficMinute } from './recorder.ts';

/** Rows per statement: short transactions, and turns for everything else that this process does. */
const BATCH = 2000;

export type Window = Readonly<{ endpointId: string; fromMinute: number; toMinute: number }>;
type Row = Readonly<{
  minute: number;
  finished: number;
  served_seconds: number;
  arrivals: Uint8Array;
}>;

/** The arrivals at each endpoint, minute by minute; minutes without any have no row. */
@Injectable()
export class TrafficStore {
  constructor(private readonly db: Db) {}

  /** Of a minute that is there already the larger count stays: who writes it again may have seen a part of it. */
  async record(minutes: readonly TrafficMinute[]): Promise<void> {
    for (let first = 0; first < minutes.length; first += BATCH)
      await this.#insert(minutes.slice(first, first + BATCH));
  }

  /** How many requests are recorded in a window. */
  async requestsIn({ endpointId, fromMinute, toMinute }: Window): Promise<number> {
    const [row] = await this.db.query<{ requests: number }>(sql`
      select coalesce(sum(requests), 0)::bigint as requests from traffic
      where endpoint_id = ${endpointId}
        and minute >= to_timestamp(${fromMinute * 60}) and minute < to_timestamp(${toMinute * 60})`);
    return row?.requests ?? 0;
  }

  /** In their order, page by page. */
  async *minutesIn({
    endpointId,
    fromMinute,
    toMinute,
  }: Window): AsyncGenerator<Omit<TrafficMinute, 'requests'>[]> {
    for (let next = fromMinute, length = BATCH; length === BATCH;) {
      const rows = await this.db.query<Row>(sql`
        select (extract(epoch from minute) / 60)::int as minute, finished, served_seconds, arrivals from traffic
        where endpoint_id = ${endpointId}
          and minute >= to_timestamp(${next * 60}) and minute < to_timestamp(${toMinute * 60})
        order by minute limit ${BATCH}`);
      yield rows.map(({ minute, finished, served_seconds: servedSeconds, arrivals }) => ({
        endpointId,
        minute,
        finished,
        servedSeconds,
        arrivals,
      }));
      length = rows.length;
      next = (rows.at(-1)?.minute ?? next) + 1;
    }
  }

  /** Drops some of what is older. @returns whether there may be more */
  async dropOlder(days: number): Promise<boolean> {
    const dropped = await this.db.query(sql`
      delete from traffic where ctid = any(array(
        select ctid from traffic where minute < clock_timestamp() - make_interval(days => ${days})
        order by minute limit ${BATCH}))
      returning 1`);
    return dropped.length === BATCH;
  }

  async #insert(minutes: readonly TrafficMinute[]): Promise<void> {
    const column = <Key extends keyof TrafficMinute>(key: Key): TrafficMinute[Key][] =>
      minutes.map((minute) => minute[key]);
    const arrivals = column('arrivals').map((bytes) => Buffer.from(bytes));
    await this.db.query(sql`
      insert into traffic (endpoint_id, minute, requests, finished, served_seconds, arrivals)
      select endpoint_id, to_timestamp(minute * 60.0), requests, finished, served_seconds, arrivals
      from unnest(${column('endpointId')}::text[], ${column('minute')}::int[], ${column('requests')}::int[],
        ${column('finished')}::int[], ${column('servedSeconds')}::real[], ${arrivals}::bytea[])
        as rows (endpoint_id, minute, requests, finished, served_seconds, arrivals)
      on conflict on constraint traffic_pkey do update set
        requests = excluded.requests, arrivals = excluded.arrivals,
        finished = greatest(excluded.finished, traffic.finished),
        served_seconds = greatest(excluded.served_seconds, traffic.served_seconds)
      where excluded.requests > traffic.requests`);
  }
}
