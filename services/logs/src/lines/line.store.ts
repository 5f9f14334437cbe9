import { Injectable } from '@nestjs/common';
import { type Sql, sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { Line } from './shipped-lines.ts';

export type Whose = Readonly<{ endpointId: string; projectId: string; replicaId: string }>;
export type LineRow = Readonly<{
  cursor: number;
  replica_id: string;
  sequence: number;
  at_us: number;
  stream: Line['stream'];
  text: string;
}>;
export type Wanted = Readonly<{
  endpointId: string;
  projectId: string;
  replicaId: string | null;
  sinceUs: number | null;
  limit: number;
}>;
/** `head` is the last cursor of the endpoint at the moment of reading, whatever was asked for. */
export type Read = Readonly<{ rows: LineRow[]; head: number }>;

/** One answer must fit one message on the bus, which takes a MiB. */
const ANSWER_BYTES = 768 * 1024;
/** What a line takes in an answer besides its text. */
const ROW_BYTES = 200;

@Injectable()
export class LineStore {
  constructor(private readonly db: Db) {}

  /**
   * Stores a batch once, however often it comes. The endpoint's lock is taken before the first cursor is drawn and held
   * to the commit: cursors of one endpoint become visible in their order.
   * @returns how many lines were new
   */
  store({ endpointId, projectId, replicaId }: Whose, lines: readonly Line[]): Promise<number> {
    return this.db.transaction(async (tx) => {
      await tx.query(lockOf(endpointId));
      const [row] = await tx.query<{ count: number }>(sql`
        with inserted as (
          insert into log_lines (replica_id, endpoint_id, project_id, sequence, by_platform, at_us, stream, text, bytes)
          select ${replicaId}, ${endpointId}, ${projectId}, l.sequence, l.by_platform, l.at_us, l.stream, l.text,
                 octet_length(to_json(l.text)::text) + ${ROW_BYTES}
          from unnest(
            ${lines.map(({ sequence }) => sequence)}::bigint[], ${lines.map(({ byPlatform }) => byPlatform)}::boolean[],
            ${lines.map(({ atUs }) => atUs)}::bigint[], ${lines.map(({ stream }) => stream)}::text[],
            ${lines.map(({ text }) => text)}::text[]
          ) with ordinality as l(sequence, by_platform, at_us, stream, text, place)
          order by l.place
          on conflict do nothing
          returning bytes
        ), counted as (select count(*) as count, coalesce(sum(bytes), 0) as bytes from inserted),
        volume as (
          insert into log_volumes as v (endpoint_id, bytes) select ${endpointId}, bytes from counted where count > 0
          on conflict (endpoint_id) do update set bytes = v.bytes + excluded.bytes
        )
        select count from counted`);
      return row?.count ?? 0;
    });
  }

  /** The newest lines, oldest first. */
  newest(wanted: Wanted): Promise<Read> {
    const { endpointId, projectId, replicaId, sinceUs, limit } = wanted;
    return this.#read(sql`
      with picked as (
        select * from log_lines
        where endpoint_id = ${endpointId} and project_id = ${projectId}
          and (${replicaId}::text is null or replica_id = ${replicaId})
          and (${sinceUs}::bigint is null or at_us >= ${sinceUs})
        order by cursor desc limit ${limit}
      ), summed as (
        select *, sum(bytes) over (order by cursor desc) as volume, row_number() over (order by cursor desc) as place from picked
      )
      select h.head, s.cursor, s.replica_id, s.sequence, s.at_us, s.stream, s.text
      from (select coalesce(max(cursor), 0) as head from log_lines where endpoint_id = ${endpointId}) h
      left join (select * from summed where volume <= ${ANSWER_BYTES} or place = 1) s on true
      order by s.cursor`);
  }

  /** The next lines after a cursor, in the order they were stored. */
  after(cursor: number, wanted: Wanted): Promise<Read> {
    const { endpointId, projectId, replicaId, sinceUs, limit } = wanted;
    return this.#read(sql`
      with picked as (
        select * from log_lines
        where endpoint_id = ${endpointId} and project_id = ${projectId} and cursor > ${cursor}
          and (${replicaId}::text is null or replica_id = ${replicaId})
          and (${sinceUs}::bigint is null or at_us >= ${sinceUs})
        order by cursor limit ${limit}
      ), summed as (
        select *, sum(bytes) over (order by cursor) as volume, row_number() over (order by cursor) as place,
               count(*) over () as found
        from picked
      ), fitting as (select * from summed where volume <= ${ANSWER_BYTES} or place = 1)
      select case when (select count(*) from fitting) < coalesce((select max(found) from summed), 0)
                    or (select count(*) from fitting) = ${limit}
                  then (select max(cursor) from fitting) else greatest(h.head, ${cursor}::bigint) end as head,
             f.cursor, f.replica_id, f.sequence, f.at_us, f.stream, f.text
      from (select coalesce(max(cursor), 0) as head from log_lines where endpoint_id = ${endpointId}) h
      left join fitting f on true
      order by f.cursor`);
  }

  async #read(statement: Sql): Promise<Read> {
    const rows = await this.db.query<(LineRow | { [Column in keyof LineRow]: null }) & { head: number }>(
      statement,
    );
    return {
      rows: rows.filter((row): row is LineRow & { head: number } => row.cursor !== null),
      head: rows[0]?.head ?? 0,
    };
  }
}

/** The same lock for everybody who stores or trims lines of one endpoint. */
export const lockOf = (endpointId: string): Sql =>
  sql`select pg_advisory_xact_lock(hashtextextended(${endpointId}, 7101))`;
