import { Injectable } from '@nestjs/common';
import type { ResultPlace } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, type Queries } from '@tidegate/eventing/nest';
import type { ResultStore } from './result.store.ts';

/** Results in Postgres: for as long as their invocation is remembered, or until they are where they shall go. */
@Injectable()
export class PlatformResults implements ResultStore {
  constructor(private readonly db: Db) {}

  put({ invocationId }: Pick<ResultPlace, 'invocationId'>, json: Buffer): Promise<void> {
    return this.keep(this.db, invocationId, json);
  }

  problem(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async keep(on: Queries, invocationId: string, json: Buffer): Promise<void> {
    await on.query(sql`
      insert into invocation_results (invocation_id, document) values (${invocationId}, ${json})
      on conflict (invocation_id) do update set document = excluded.document`);
  }

  async read(invocationId: string): Promise<Buffer | undefined> {
    const [row] = await this.db.query<{ document: Buffer }>(
      sql`select document from invocation_results where invocation_id = ${invocationId}`,
    );
    return row?.document;
  }

  async drop(on: Queries, invocationId: string): Promise<void> {
    await on.query(sql`delete from invocation_results where invocation_id = ${invocationId}`);
  }
}
