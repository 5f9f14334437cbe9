import type { Recorded } from '@tidegate/contracts';
import { sql } from '../sql.ts';
import type { Db, Tx } from './db.ts';
import { storableText } from './storable.ts';

type Row = { position: number; projection_version: number; parked: string[] };
export type Standing = Readonly<{ position: number; projectionVersion: number; parked: readonly string[] }>;

/** How far one consumer has come, and which streams it has set aside. Its row is the lock between processes. */
export class Checkpoint {
  constructor(
    private readonly db: Db,
    private readonly name: string,
  ) {}

  /** @returns the position after which to go on */
  async open(projectionVersion: number): Promise<number> {
    await this.db.query(sql`
      insert into es.checkpoints (consumer, position, projection_version) values (${this.name}, 0, ${projectionVersion})
      on conflict do nothing`);
    const [row] = await this.db.query<Row>(
      sql`select position from es.checkpoints where consumer = ${this.name}`,
    );
    return row?.position ?? 0;
  }

  /**
   * Held until the transaction ends. Its commit does not wait for the disk: should Postgres crash, checkpoint and effect are
   * gone together and the log, which does wait, gives them again. A process that lives on must therefore look whether the
   * checkpoint is where it left it.
   */
  async lock(tx: Tx): Promise<Standing> {
    const [row] = await tx.query<Row>(sql`
      select position, projection_version, parked, set_config('synchronous_commit', 'off', true)
      from es.checkpoints where consumer = ${this.name} for update`);
    return standingOf(row, this.name);
  }

  async moveTo(tx: Tx, position: number): Promise<void> {
    await tx.query(sql`
      update es.checkpoints set position = ${position}, updated_at = clock_timestamp() where consumer = ${this.name}`);
  }

  /**
   * Over events that concern nobody here; never backwards, not over what the server has lost, and not when a newer release
   * has rebuilt it: that one may be concerned.
   * @param since where it must have been at least
   * @param projectionVersion undefined: it is not one that is rebuilt
   * @returns whether it is there now
   */
  async advance(since: number, position: number, projectionVersion: number | undefined): Promise<boolean> {
    const rows = await this.db.query(sql`
      update es.checkpoints set position = greatest(position, ${position}), updated_at = clock_timestamp()
      where consumer = ${this.name} and position >= ${since}
        and projection_version <= coalesce(${projectionVersion ?? null}::int, projection_version) returning 1`);
    return rows.length > 0;
  }

  async read(): Promise<Standing> {
    const [row] = await this.db.query<Row>(
      sql`select position, projection_version, parked from es.checkpoints where consumer = ${this.name}`,
    );
    return standingOf(row, this.name);
  }

  async park(tx: Tx, event: Recorded, error: string): Promise<void> {
    await tx.query(sql`
      update es.checkpoints set position = ${event.position},
          parked = array_append(array_remove(parked, ${event.streamId}), ${event.streamId})
        where consumer = ${this.name}`);
    await tx.query(sql`
      insert into es.parked (consumer, stream_id, from_position, error)
      values (${this.name}, ${event.streamId}, ${event.position}, ${storableText(error).slice(0, 2000)})
      on conflict do nothing`);
  }

  async unpark(tx: Tx, streamId: string): Promise<void> {
    await tx.query(
      sql`update es.checkpoints set parked = array_remove(parked, ${streamId}) where consumer = ${this.name}`,
    );
    await tx.query(sql`delete from es.parked where consumer = ${this.name} and stream_id = ${streamId}`);
  }

  /** The version of the first event that a stream was set aside for; undefined when it is not. */
  async parkedFrom(tx: Tx, streamId: string): Promise<number | undefined> {
    const [row] = await tx.query<{ version: number }>(sql`
      select e.version from es.parked p join es.events e on e.position = p.from_position
      where p.consumer = ${this.name} and p.stream_id = ${streamId}`);
    return row?.version;
  }

  /** What was before is done. */
  async parkFrom(tx: Tx, streamId: string, position: number): Promise<void> {
    await tx.query(sql`
      update es.parked set from_position = ${position} where consumer = ${this.name} and stream_id = ${streamId}`);
  }

  /** The streams that are set aside, oldest first. */
  async parked(): Promise<readonly string[]> {
    const rows = await this.db.query<{ stream_id: string }>(sql`
      select stream_id from es.parked where consumer = ${this.name} order by from_position`);
    return rows.map(({ stream_id }) => stream_id);
  }
}

const standingOf = (row: Row | undefined, name: string): Standing => {
  if (!row) throw new Error(`${name} has lost its checkpoint`);
  return { position: row.position, projectionVersion: row.projection_version, parked: row.parked };
};
