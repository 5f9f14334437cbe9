import { Injectable } from '@nestjs/common';
import { type Sql, sql } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import { arrayOf, quoted } from './array-literal.ts';
import type { Loss } from './kept.ts';
import { type RequestHour, hourOf } from './roll-up.ts';
import type { Rows } from './rows.ts';

/** Which batch it is: of one life of a gateway, by its number. */
export type BatchKey = Readonly<{ gatewayId: string; sequence: number }>;

/** Writes requests, their hours and what was lost, each inside the transaction in which their batch counts. */
@Injectable()
export class RequestStore {
  constructor(private readonly db: Db) {}

  /**
   * Writes, in one transaction, those of the batches that are not stored yet.
   * @returns for each whether it was not
   */
  once<Batch extends Readonly<{ key: BatchKey }>>(
    batches: readonly Batch[],
    write: (tx: Tx, fresh: readonly Batch[]) => Promise<void>,
  ): Promise<boolean[]> {
    return this.db.transaction(async (tx) => {
      const isNew = await this.#claim(
        tx,
        batches.map(({ key }) => key),
      );
      await write(
        tx,
        batches.filter((_, n) => isNew[n]),
      );
      return isNew;
    });
  }

  /** Notes that they are stored. */
  async #claim(tx: Tx, batches: readonly BatchKey[]): Promise<boolean[]> {
    const rows = await tx.query<{ gateway_id: string; sequence: number }>(sql`
      insert into request_batches (gateway_id, sequence)
      select distinct gateway_id, sequence from unnest(
        ${batches.map(({ gatewayId }) => gatewayId)}::text[], ${batches.map(({ sequence }) => sequence)}::bigint[]
      ) as b(gateway_id, sequence) order by 1, 2
      on conflict do nothing returning gateway_id, sequence`);
    const claimed = new Set(rows.map(({ gateway_id, sequence }) => `${gateway_id} ${String(sequence)}`));
    // The same batch twice in one go is claimed once.
    return batches.map(({ gatewayId, sequence }) => claimed.delete(`${gatewayId} ${String(sequence)}`));
  }

  async insert(tx: Tx, r: Rows): Promise<void> {
    await tx.query(sql`
      insert into requests
        (at_us, project_id, endpoint_id, request_id, method, path, status, outcome, code, client_address, token_id,
         replica_id, bytes_in, bytes_out, duration_us, first_byte_us, queue_us, wake_us, attempts, prompt_tokens,
         completion_tokens, flags, trace_id)
      select * from unnest(
        ${r.atUs}::bigint[], ${r.projectId}::text[], ${r.endpointId}::text[], ${r.requestId}::text[],
        ${r.method}::text[], ${r.path}::text[], ${r.status}::int[], ${r.outcome}::text[], ${r.code}::text[],
        ${r.clientAddress}::text[], ${r.tokenId}::text[], ${r.replicaId}::text[], ${r.bytesIn}::bigint[],
        ${r.bytesOut}::bigint[], ${r.durationUs}::bigint[], ${r.firstByteUs}::bigint[], ${r.queueUs}::bigint[],
        ${r.wakeUs}::bigint[], ${r.attempts}::int[], ${r.promptTokens}::bigint[], ${r.completionTokens}::bigint[],
        ${r.flags}::int[], ${r.traceId}::text[])`);
  }

  /** @param hours one of each, in the order of `merged` */
  async addHours(tx: Tx, hours: readonly RequestHour[]): Promise<void> {
    if (hours.length > 0) await tx.query(addition(hours));
  }

  /** @param losses at most one of an endpoint, in the order of their endpoints */
  async addLosses(tx: Tx, losses: readonly Loss[]): Promise<void> {
    for (const { projectId, endpointId, requests, fromUs, untilUs } of losses)
      await tx.query(sql`
        insert into request_losses as l (project_id, endpoint_id, hour_us, requests, from_us, until_us)
        values (${projectId}, ${endpointId}, ${hourOf(untilUs)}, ${requests}, ${fromUs}, ${untilUs})
        on conflict (project_id, endpoint_id, hour_us) do update set
          requests = l.requests + excluded.requests,
          from_us = least(l.from_us, excluded.from_us), until_us = greatest(l.until_us, excluded.until_us)`);
  }
}

const addition = (hours: readonly RequestHour[]): Sql => {
  const texts = (of: (hour: RequestHour) => string): string => arrayOf(hours.map((hour) => quoted(of(hour))));
  const numbers = (of: (hour: RequestHour) => number): string => arrayOf(hours.map(of));
  return sql`
    insert into request_hours as k
      (project_id, endpoint_id, hour_us, token_id, status_class, requests, errors, bytes_in, bytes_out, prompt_tokens,
       completion_tokens, metered, estimated, duration_us, longest_us, first_byte_us, first_at_us, last_at_us,
       durations, first_bytes)
    select a, b, c, d, e, f, g, h, i, j, l, m, n, o, p, q, r, s, t::bigint[], u::bigint[] from unnest(
      ${texts((hour) => hour.projectId)}::text[], ${texts((hour) => hour.endpointId)}::text[],
      ${numbers((hour) => hour.hourUs)}::bigint[], ${texts((hour) => hour.tokenId)}::text[],
      ${numbers((hour) => hour.statusClass)}::int[], ${numbers((hour) => hour.requests)}::bigint[],
      ${numbers((hour) => hour.errors)}::bigint[], ${numbers((hour) => hour.bytesIn)}::bigint[],
      ${numbers((hour) => hour.bytesOut)}::bigint[], ${numbers((hour) => hour.promptTokens)}::bigint[],
      ${numbers((hour) => hour.completionTokens)}::bigint[], ${numbers((hour) => hour.metered)}::bigint[],
      ${numbers((hour) => hour.estimated)}::bigint[], ${numbers((hour) => hour.durationUs)}::bigint[],
      ${numbers((hour) => hour.longestUs)}::bigint[], ${numbers((hour) => hour.firstByteUs)}::bigint[],
      ${numbers((hour) => hour.firstAtUs)}::bigint[], ${numbers((hour) => hour.lastAtUs)}::bigint[],
      ${texts((hour) => arrayOf(hour.durations))}::text[], ${texts((hour) => arrayOf(hour.firstBytes))}::text[]
    ) with ordinality as x(a, b, c, d, e, f, g, h, i, j, l, m, n, o, p, q, r, s, t, u, place)
    order by place
    on conflict (project_id, endpoint_id, hour_us, token_id, status_class) do update set
      requests = k.requests + excluded.requests, errors = k.errors + excluded.errors,
      bytes_in = k.bytes_in + excluded.bytes_in, bytes_out = k.bytes_out + excluded.bytes_out,
      prompt_tokens = k.prompt_tokens + excluded.prompt_tokens,
      completion_tokens = k.completion_tokens + excluded.completion_tokens,
      metered = k.metered + excluded.metered, estimated = k.estimated + excluded.estimated,
      duration_us = k.duration_us + excluded.duration_us, longest_us = greatest(k.longest_us, excluded.longest_us),
      first_byte_us = k.first_byte_us + excluded.first_byte_us,
      first_at_us = least(k.first_at_us, excluded.first_at_us),
      last_at_us = greatest(k.last_at_us, excluded.last_at_us),
      durations = add_counts(k.durations, excluded.durations),
      first_bytes = add_counts(k.first_bytes, excluded.first_bytes)`;
};
