import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import { ENDPOINT_FACTS } from '../metering/endpoint-traces.ts';
import { REPLICA_FACTS } from '../metering/holding.ts';
import type { Fact } from './proof.ts';
import type { PlacedSource } from './source-row.ts';

type FactRow = Readonly<{
  id: string;
  position: number;
  type: string;
  occurred_at: Date;
  replica_id: string | null;
  since_us: number | null;
}>;

const OF_LOAD = ['EndpointIdled', 'EndpointOccupied'];
const OF_ENDPOINTS = ENDPOINT_FACTS.filter((type) => !OF_LOAD.includes(type));
/** More of one kind are not shown: the log has them. */
const MOST = 2000;

/** The events that sources follow from, as they stand in the log up to a position. */
@Injectable()
export class ProofStore {
  async facts(tx: Queries, sources: readonly PlacedSource[], upTo: number): Promise<Fact[]> {
    const [first] = sources;
    if (!first) return [];
    const replicaIds = sources.flatMap(({ replicaId }) => (replicaId === null ? [] : [replicaId]));
    const { endpointId, sku } = first;
    const ofReplicas = await this.#ofReplicas(tx, { endpointId, replicaIds, upTo });
    const ofLoad = replicaIds.length > 0 ? await this.#ofLoad(tx, { endpointId, sources, upTo }) : [];
    const ofEndpoint =
      replicaIds.length < sources.length ? await this.#ofEndpoint(tx, { endpointId, upTo }) : [];
    const ofRates = await this.#ofRates(tx, { sku, upTo });
    return [...ofReplicas, ...ofLoad, ...ofEndpoint, ...ofRates];
  }

  async #ofReplicas(
    tx: Queries,
    { endpointId, replicaIds, upTo }: { endpointId: string; replicaIds: readonly string[]; upTo: number },
  ): Promise<Fact[]> {
    const rows = await tx.query<FactRow>(sql`
      select id, position, type, occurred_at, data ->> 'replicaId' as replica_id, null::bigint as since_us from es.events
        where data ? 'endpointId' and data ->> 'endpointId' = ${endpointId} and type = any(${[...REPLICA_FACTS]}::text[])
          and data ->> 'replicaId' = any(${[...replicaIds]}::text[]) and position <= ${upTo}
        order by position limit ${MOST}`);
    return rows.map(factIn);
  }

  /** Within the times of the sources, and the last one before. */
  async #ofLoad(
    tx: Queries,
    { endpointId, sources, upTo }: { endpointId: string; sources: readonly PlacedSource[]; upTo: number },
  ): Promise<Fact[]> {
    const fromUs = Math.min(...sources.map((source) => source.fromUs));
    const toUs = Math.max(...sources.map((source) => source.toUs));
    const rows = await tx.query<FactRow>(sql`
      select * from (
        select id, position, type, occurred_at, null as replica_id, (data ->> 'sinceUs')::bigint as since_us from es.events
          where data ? 'endpointId' and data ->> 'endpointId' = ${endpointId} and type = any(${OF_LOAD}::text[])
            and position <= ${upTo}) f
        where since_us < ${toUs} and (since_us >= ${fromUs} or since_us = (
          select max((data ->> 'sinceUs')::bigint) from es.events
            where data ? 'endpointId' and data ->> 'endpointId' = ${endpointId} and type = any(${OF_LOAD}::text[])
              and position <= ${upTo} and (data ->> 'sinceUs')::bigint < ${fromUs}))
        order by position limit ${MOST}`);
    return rows.map(factIn);
  }

  async #ofEndpoint(
    tx: Queries,
    { endpointId, upTo }: { endpointId: string; upTo: number },
  ): Promise<Fact[]> {
    const rows = await tx.query<FactRow>(sql`
      select id, position, type, occurred_at, null as replica_id, null::bigint as since_us from es.events
        where data ? 'endpointId' and data ->> 'endpointId' = ${endpointId} and type = any(${OF_ENDPOINTS}::text[])
          and position <= ${upTo} order by position limit ${MOST}`);
    return rows.map(factIn);
  }

  async #ofRates(tx: Queries, { sku, upTo }: { sku: string; upTo: number }): Promise<Fact[]> {
    const rows = await tx.query<FactRow>(sql`
      select id, position, type, occurred_at, null as replica_id, (data ->> 'effectiveFromUs')::bigint as since_us
        from es.events where stream_id = ${`rate-${sku}`} and position <= ${upTo} order by position limit ${MOST}`);
    return rows.map(factIn);
  }
}

const factIn = (row: FactRow): Fact => ({
  eventId: row.id,
  position: row.position,
  type: row.type,
  occurredAt: row.occurred_at.toISOString(),
  replicaId: row.replica_id,
  sinceUs: row.since_us,
});
