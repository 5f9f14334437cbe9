import { sql } from '@tidegate/eventing';
import type { Db, Queries } from '@tidegate/eventing/nest';

/** Reads that all see one state of the tables: what is posted meanwhile is neither missed nor counted twice. */
export const inOneState = <T>(db: Db, read: (tx: Queries) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read, read only`);
    return read(tx);
  });
