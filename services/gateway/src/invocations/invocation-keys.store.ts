import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

/** A request under a key, and the id that it gets if it is the first. */
export type Keyed = Readonly<{
  endpointId: string;
  key: string;
  path: string;
  contentType: string;
  body: Buffer;
  invocationId: string;
  target: string | null;
}>;

/** Whose it is now. `queued`: the queue is known to have had it. */
export type Claimed = Readonly<{ invocationId: string; target: string | null; queued: boolean }>;

/** Of one endpoint within a day; beyond that the oldest are forgotten sooner. */
const MOST_OF_ENDPOINT = 100_000;
const BATCH = 5000;

/** Requests that carried an Idempotency-Key, kept for a day. Neither keys nor bodies are kept, only what tells them apart. */
@Injectable()
export class InvocationKeys {
  constructor(private readonly db: Db) {}

  /** @throws Refusal request.key_reused when the key came with another request */
  async claim({ endpointId, key, path, contentType, body, invocationId, target }: Keyed): Promise<Claimed> {
    const keySha256 = digestOf(key);
    const requestSha256 = digestOf(path, contentType, body);
    const [mine] = await this.db.query(sql`
      insert into invocation_keys as k (endpoint_id, key_sha256, request_sha256, invocation_id, target)
      values (${endpointId}, ${keySha256}, ${requestSha256}, ${invocationId}, ${target})
      on conflict (endpoint_id, key_sha256) do update
        set request_sha256 = excluded.request_sha256, invocation_id = excluded.invocation_id, target = excluded.target,
            queued = false, created_at = clock_timestamp()
        where k.created_at < clock_timestamp() - interval '24 hours'
      returning 1`);
    if (mine) return { invocationId, target, queued: false };
    const [row] = await this.db.query<Claimed & { requestSha256: string }>(sql`
      select request_sha256 as "requestSha256", invocation_id as "invocationId", target, queued from invocation_keys
      where endpoint_id = ${endpointId} and key_sha256 = ${keySha256}`);
    // Swept in this very moment, a day after it came.
    if (!row) return { invocationId, target, queued: false };
    return row.requestSha256 === requestSha256 ? row : refuse('request.key_reused');
  }

  async sweep(): Promise<void> {
    for (;;) {
      const gone = await this.db.query(sql`
        delete from invocation_keys where (endpoint_id, key_sha256) in (
          select endpoint_id, key_sha256 from invocation_keys
          where created_at < clock_timestamp() - interval '24 hours' limit ${BATCH}) returning 1`);
      if (gone.length < BATCH) break;
    }
    await this.db.query(sql`
      delete from invocation_keys k using (
        select endpoint_id, key_sha256, row_number() over (partition by endpoint_id order by created_at desc) as place
        from invocation_keys where endpoint_id in (
          select endpoint_id from invocation_keys group by endpoint_id having count(*) > ${MOST_OF_ENDPOINT})) as surplus
      where surplus.place > ${MOST_OF_ENDPOINT}
        and k.endpoint_id = surplus.endpoint_id and k.key_sha256 = surplus.key_sha256`);
  }
}

const digestOf = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${String(part.length)}:`).update(part);
  return hash.digest('hex');
};
