import { Injectable } from '@nestjs/common';
import { type AnyEvent, type EventType, type Recorded, upcast, upcastVersion } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

export type Looked = Readonly<{
  endpointId: string;
  types?: readonly EventType[] | undefined;
  /** Both inclusive. */
  since?: Date | undefined;
  until?: Date | undefined;
}>;

type Row = Readonly<{
  position: number;
  stream_id: string;
  version: number;
  id: string;
  type: string;
  schema_version: number;
  tenant_id: string | null;
  correlation_id: string;
  causation_id: string;
  data: Record<string, unknown>;
  meta: Recorded['meta'];
  occurred_at: Date;
}>;

const PAGE = 500;

/** What the log says about one endpoint: its own events, and those of its replicas, scale and cost. */
@Injectable()
export class PastEvents {
  constructor(private readonly db: Db) {}

  /** A page, newest first. @param actor whoever caused them; null: anybody */
  async newestFirst(
    { endpointId, types, since, until }: Looked,
    actor: string | null,
    page: Readonly<{ before: number | null; limit: number }>,
  ): Promise<Recorded<AnyEvent>[]> {
    const rows = await this.db.query<Row>(sql`
      select * from es.events
      where data ? 'endpointId' and data ->> 'endpointId' = ${endpointId}
        and (${page.before}::bigint is null or position < ${page.before})
        and (${types ?? null}::text[] is null or type = any(${types ?? null}))
        and (${actor}::text is null or meta ->> 'actor' = ${actor})
        and (${since ?? null}::timestamptz is null or occurred_at >= ${since ?? null})
        and (${until ?? null}::timestamptz is null or occurred_at <= ${until ?? null})
      order by position desc limit ${page.limit}`);
    return rows.map(recordedOf);
  }

  /** All of them, page by page: a long past is never held in memory as a whole. */
  async *oldestFirst({ endpointId, types, since, until }: Looked): AsyncGenerator<Recorded<AnyEvent>> {
    for (let after = 0, length = PAGE; length === PAGE;) {
      const rows = await this.db.query<Row>(sql`
        select * from es.events
        where data ? 'endpointId' and data ->> 'endpointId' = ${endpointId} and position > ${after}
          and (${types ?? null}::text[] is null or type = any(${types ?? null}))
          and (${since ?? null}::timestamptz is null or occurred_at >= ${since ?? null})
          and (${until ?? null}::timestamptz is null or occurred_at <= ${until ?? null})
        order by position limit ${PAGE}`);
      yield* rows.map(recordedOf);
      length = rows.length;
      after = rows.at(-1)?.position ?? after;
    }
  }
}

const recordedOf = (row: Row): Recorded<AnyEvent> =>
  ({
    id: row.id,
    type: row.type,
    data: upcast(row.type, row.schema_version, row.data),
    position: row.position,
    streamId: row.stream_id,
    version: row.version,
    schemaVersion: upcastVersion(row.type, row.schema_version),
    tenantId: row.tenant_id,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    occurredAt: row.occurred_at,
    meta: row.meta,
  }) as Recorded<AnyEvent>;
