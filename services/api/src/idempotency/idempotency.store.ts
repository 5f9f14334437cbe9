import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

/** One request under one key: whose it is, and what it asks for. */
export type KeyedRequest = Readonly<{ owner: string; key: string; route: string; bodySha256: string }>;
/** Either the work is ours under a command id, or it was done and this is its answer. */
export type Claim = Readonly<{ commandId: string } | { answer: unknown }>;

type Row = Readonly<{
  route: string;
  body_sha256: string;
  command_id: string;
  answered: boolean;
  answer: unknown;
}>;

/** Requests that carried an Idempotency-Key, kept for a day. */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly db: Db) {}

  /** @throws Refusal request.key_reused, request.in_progress */
  async claim({ owner, key, route, bodySha256 }: KeyedRequest): Promise<Claim> {
    const commandId = randomUUID();
    const [mine] = await this.db.query(sql`
      insert into idempotency_keys as k (owner, key, route, body_sha256, command_id)
      values (${owner}, ${key}, ${route}, ${bodySha256}, ${commandId})
      on conflict (owner, key) do update
        set route = excluded.route, body_sha256 = excluded.body_sha256, command_id = excluded.command_id,
            answer = null, answered = false, created_at = clock_timestamp(), claimed_at = clock_timestamp()
        where k.created_at < clock_timestamp() - interval '24 hours'
      returning 1`);
    if (mine) return { commandId };
    const row = await this.#standing(owner, key);
    if (row.route !== route || row.body_sha256 !== bodySha256) return refuse('request.key_reused');
    if (row.answered) return { answer: row.answer };
    return (await this.#takeOver(owner, key)) ? { commandId: row.command_id } : refuse('request.in_progress');
  }

  async answer({ owner, key }: KeyedRequest, answer: unknown): Promise<void> {
    await this.db.query(sql`
      update idempotency_keys set answered = true, answer = ${JSON.stringify(answer)}::jsonb
      where owner = ${owner} and key = ${key}`);
  }

  /** It had no effect: the key is free again. */
  async forget({ owner, key }: KeyedRequest): Promise<void> {
    await this.db.query(
      sql`delete from idempotency_keys where owner = ${owner} and key = ${key} and not answered`,
    );
  }

  /** It may have had its effect: a repetition goes on under the same command id, and finds what was done. */
  async abandon({ owner, key }: KeyedRequest): Promise<void> {
    await this.db.query(sql`
      update idempotency_keys set claimed_at = '-infinity' where owner = ${owner} and key = ${key} and not answered`);
  }

  async sweep(): Promise<void> {
    await this.db.query(
      sql`delete from idempotency_keys where created_at < clock_timestamp() - interval '24 hours'`,
    );
  }

  async #standing(owner: string, key: string): Promise<Row> {
    const [row] = await this.db.query<Row>(sql`
      select route, body_sha256, command_id, answered, answer from idempotency_keys
      where owner = ${owner} and key = ${key}`);
    return row ?? refuse('request.in_progress');
  }

  /** Whoever worked on it has been silent for a minute: they died, or wait. What was done is found under the same command id. */
  async #takeOver(owner: string, key: string): Promise<boolean> {
    const rows = await this.db.query(sql`
      update idempotency_keys set claimed_at = clock_timestamp()
      where owner = ${owner} and key = ${key} and not answered and claimed_at < clock_timestamp() - interval '1 minute'
      returning 1`);
    return rows.length > 0;
  }
}
