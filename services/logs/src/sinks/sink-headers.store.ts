import { Inject, Injectable } from '@nestjs/common';
import { type Sealed, SealingKeys } from '@tidegate/bootstrap';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { SINK_SETTINGS, type SinkSettings } from './settings.ts';

type Row = Readonly<{ headers_id: string; sink_id: string; key_id: string; nonce: Buffer; sealed: Buffer }>;
export type Headers = Readonly<Record<string, string>>;

const PAGE = 100;

/** Headers of sinks, sealed, each bound to its sink. No event, no log line and no answer has one. */
@Injectable()
export class SinkHeaders {
  readonly #keys: SealingKeys;

  constructor(
    private readonly db: Db,
    @Inject(SINK_SETTINGS) { sealKeys }: SinkSettings,
  ) {
    this.#keys = new SealingKeys(sealKeys);
  }

  /** Whoever did not hear the answer asks again: what is there stays. */
  async keep(headersId: string, sinkId: string, headers: Headers): Promise<void> {
    const { keyId, nonce, sealed } = this.#keys.seal(JSON.stringify(headers), whose(headersId, sinkId));
    await this.db.query(sql`
      insert into log_sink_headers (headers_id, sink_id, key_id, nonce, sealed)
      values (${headersId}, ${sinkId}, ${keyId}, ${nonce}, ${sealed})
      on conflict do nothing`);
  }

  /** @throws when they are gone or cannot be opened */
  async open(headersId: string, sinkId: string): Promise<Headers> {
    const [row] = await this.db.query<Row>(sql`
      select headers_id, sink_id, key_id, nonce, sealed from log_sink_headers
      where headers_id = ${headersId} and sink_id = ${sinkId}`);
    if (!row) throw new Error('its headers are gone: set them again');
    return JSON.parse(this.#keys.open(sealedOf(row), whose(headersId, sinkId))) as Headers;
  }

  /** Wipes what was made for a sink that then was refused, or for headers that it has no more. */
  async wipeUnused(): Promise<void> {
    await this.db.query(sql`
      delete from log_sink_headers h
      where made_at < clock_timestamp() - interval '1 hour'
        and not exists (select 1 from log_sinks s where s.headers_id = h.headers_id)`);
  }

  /** Seals with the newest key what an older one sealed, so that the older one can be taken away. @returns how many */
  async reseal(): Promise<number> {
    const rows = await this.db.query<Row>(sql`
      select headers_id, sink_id, key_id, nonce, sealed from log_sink_headers
      where key_id <> ${this.#keys.newestId} order by headers_id limit ${PAGE}`);
    for (const row of rows) {
      const bound = whose(row.headers_id, row.sink_id);
      const { keyId, nonce, sealed } = this.#keys.seal(this.#keys.open(sealedOf(row), bound), bound);
      await this.db.query(sql`
        update log_sink_headers set key_id = ${keyId}, nonce = ${nonce}, sealed = ${sealed}
        where headers_id = ${row.headers_id} and key_id = ${row.key_id}`);
    }
    return rows.length;
  }
}

const sealedOf = ({ key_id: keyId, nonce, sealed }: Row): Sealed => ({ keyId, nonce, sealed });
const whose = (headersId: string, sinkId: string): string => `${headersId}\n${sinkId}`;
