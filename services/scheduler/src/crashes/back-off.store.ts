import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import type { BackOff } from './back-off.ts';

export type Template = Readonly<{ endpointId: string; revision: number }>;

type Kept = BackOff & Readonly<{ triggerId: string }>;

/** What the scheduler remembers about crashes, template by template. */
@Injectable()
export class BackOffStore {
  /** @returns the template's row, which this transaction then holds */
  async of(tx: Queries, { endpointId, revision }: Template): Promise<Kept | undefined> {
    const [row] = await tx.query<Kept>(sql`
      select failures, held_back as "heldBack", due_at_us as "dueAtUs", trigger_id as "triggerId"
      from back_offs where endpoint_id = ${endpointId} and revision = ${revision} for update`);
    return row;
  }

  async save(tx: Queries, { endpointId, revision }: Template, backOff: Kept): Promise<void> {
    const { failures, heldBack, dueAtUs, triggerId } = backOff;
    await tx.query(sql`
      insert into back_offs (endpoint_id, revision, failures, held_back, due_at_us, trigger_id)
      values (${endpointId}, ${revision}, ${failures}, ${heldBack}, ${dueAtUs}, ${triggerId})
      on conflict (endpoint_id, revision) do update set failures = excluded.failures,
        held_back = excluded.held_back, due_at_us = excluded.due_at_us, trigger_id = excluded.trigger_id`);
  }

  async clear(tx: Queries, endpointId: string): Promise<void> {
    await tx.query(sql`delete from back_offs where endpoint_id = ${endpointId}`);
  }

  /** All but one template are over. */
  async clearOthers(tx: Queries, { endpointId, revision }: Template): Promise<void> {
    await tx.query(sql`delete from back_offs where endpoint_id = ${endpointId} and revision <> ${revision}`);
  }

  /** Templates whose replacements have waited long enough, the longest first. */
  async due(tx: Queries, nowUs: number): Promise<Template[]> {
    return tx.query<Template>(sql`
      select endpoint_id as "endpointId", revision from back_offs where due_at_us <= ${nowUs}
      order by due_at_us limit 50`);
  }
}
