import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, type Queries } from '@tidegate/eventing/nest';
import type { Belonging, Sealed } from './key-ring.store.ts';

export type SealedValue = Belonging & Sealed;
export type Owner = Readonly<{ projectId: string; endpointId: string }>;
type Row = Readonly<{
  id: string;
  endpoint_id: string;
  name: string;
  key_id: string;
  nonce: Buffer;
  sealed: Buffer;
}>;

/** So many at once: each may have 32 KiB. */
const PAGE = 100;

/** Sealed values, by id. One that is replaced gets a new id; the old one stays for a rollback, until its endpoint goes. */
@Injectable()
export class SealedValues {
  constructor(private readonly db: Db) {}

  /** All or none. */
  async add({ projectId }: Owner, values: readonly SealedValue[]): Promise<void> {
    await this.db.transaction(async (tx) => {
      for (const { id, endpointId, name, keyId, nonce, sealed } of values)
        await tx.query(sql`
          insert into sealed_values (id, project_id, endpoint_id, name, key_id, nonce, sealed)
          values (${id}, ${projectId}, ${endpointId}, ${name}, ${keyId}, ${nonce}, ${sealed})`);
    });
  }

  async of(endpointId: string, ids: readonly string[]): Promise<SealedValue[]> {
    const rows = await this.db.query<Row>(sql`
      select id, endpoint_id, name, key_id, nonce, sealed from sealed_values
      where endpoint_id = ${endpointId} and id = any(${ids}::text[])`);
    return rows.map(valueOf);
  }

  async setAt(ids: readonly string[]): Promise<Map<string, Date>> {
    const rows = await this.db.query<{ id: string; set_at: Date }>(
      sql`select id, set_at from sealed_values where id = any(${ids}::text[])`,
    );
    return new Map(rows.map(({ id, set_at }) => [id, set_at]));
  }

  async wipe(queries: Queries, endpointId: string): Promise<void> {
    await queries.query(sql`delete from sealed_values where endpoint_id = ${endpointId}`);
  }

  /**
   * Wipes what no endpoint will ever name: of a request that was refused after its values were sealed, or that came to
   * an endpoint while it was deleted; and what no revision of its endpoint names. @returns how many
   */
  async wipeOrphans(): Promise<number> {
    const rows = await this.db.query(sql`
      delete from sealed_values v
      where set_at < clock_timestamp() - interval '1 hour'
        and (exists (select 1 from endpoint_list l where l.id = v.endpoint_id and l.state = 'deleted')
             or not exists (select 1 from es.events e
                            where e.stream_id = v.endpoint_id and strpos(e.data::text, v.id) > 0))
      returning 1`);
    return rows.length;
  }

  /** Values that another key than this one sealed, by id after a place. */
  async notSealedBy(keyId: string, after: string): Promise<SealedValue[]> {
    const rows = await this.db.query<Row>(sql`
      select id, endpoint_id, name, key_id, nonce, sealed from sealed_values
      where key_id <> ${keyId} and id > ${after} order by id limit ${PAGE}`);
    return rows.map(valueOf);
  }

  /** The same value under another key; when it was set stays. */
  async replace({ id, keyId, nonce, sealed }: SealedValue): Promise<void> {
    await this.db.query(sql`
      update sealed_values set key_id = ${keyId}, nonce = ${nonce}, sealed = ${sealed} where id = ${id}`);
  }
}

const valueOf = ({ id, endpoint_id, name, key_id, nonce, sealed }: Row): SealedValue => ({
  id,
  endpointId: endpoint_id,
  name,
  keyId: key_id,
  nonce,
  sealed,
});
