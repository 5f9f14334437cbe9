import type { Recorded } from '@tidegate/contracts';
import { sql } from '../sql.ts';
import type { Db, Tx } from './db.ts';
import { storableText } from './storable.ts';

type Row = { position: number; projection_version: number; parked: string[] };
export type Locked = Readonly<{ position: number; projectionVersion: number; parked: readonly string[] }>;

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
   * gone together and the log, which does wait, gives them again.
   */
  async lock(tx: Tx): Promise<Locked> {
    const [row] = await tx.query<Row>(sql`
      select position, projection_version, parked, set_config('synchronous_commit', 'off', true)
      from es.checkpoints where consumer = ${this.name} for update`);
    if (!row) throw new Error(`${this.name} has lost its checkpoint`);
    return { position: row.position, projectionVersion: row.projection_version, parked: row.parked };
  }

  async moveTo(tx: Tx, position: number): Promise<void> {
    await tx.query(sql`
      update es.checkpoints set position = ${position}, updated_at = clock_timestamp() where consumer = ${this.name}`);
  }

  /** Over events that concern nobody here; never backwards. */
  async advance(position: number): Promise<void> {
    await this.db.query(sql`
      update es.checkpoints set position = ${position}, updated_at = clock_timestamp()
      where consumer = ${this.name} and position < ${position}`);
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

  /** What is set aside, oldest first. */
  async parked(): Promise<readonly { stream: string; from: number }[]> {
    const rows = await this.db.query<{ stream_id: string; from_position: number }>(sql`
      select stream_id, from_position from es.parked where consumer = ${this.name} order by from_position`);
    return rows.map(({ stream_id, from_position }) => ({ stream: stream_id, from: from_position }));
  }
}
