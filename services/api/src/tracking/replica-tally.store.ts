import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Tx } from '@tidegate/eventing/nest';
import type { Tally } from './replica-tally.ts';

/** One tally per endpoint that is not deleted. Only the consumer that keeps them writes here, in its own transaction. */
@Injectable()
export class ReplicaTallies {
  async load(tx: Tx, endpointId: string): Promise<Tally | undefined> {
    const [row] = await tx.query<{ tally: Tally }>(
      sql`select tally from replica_tally where endpoint_id = ${endpointId}`,
    );
    return row?.tally;
  }

  async save(tx: Tx, endpointId: string, tally: Tally): Promise<void> {
    const json = JSON.stringify(tally);
    await tx.query(sql`
      insert into replica_tally (endpoint_id, tally) values (${endpointId}, ${json}::jsonb)
      on conflict (endpoint_id) do update set tally = excluded.tally`);
  }

  async drop(tx: Tx, endpointId: string): Promise<void> {
    await tx.query(sql`delete from replica_tally where endpoint_id = ${endpointId}`);
  }
}
