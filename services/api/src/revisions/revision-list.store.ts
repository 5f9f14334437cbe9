import { Injectable } from '@nestjs/common';
import type { EndpointEvent, EndpointSpec, Recorded } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, foldStream } from '@tidegate/eventing/nest';
import { type Revision, revisionIn } from './revision.ts';

type Row = Readonly<{
  revision: number;
  template_revision: number;
  cause: Revision['cause'];
  changed: string[];
  spec: EndpointSpec;
  actor: string | null;
  request_id: string | null;
  created_at: Date;
}>;

@Injectable()
export class RevisionList {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
  ) {}

  /** What the list does not show yet is read from the log. */
  async find(endpointId: string, revision: number): Promise<Revision | undefined> {
    const [row] = await this.db.query<Row>(
      sql`select * from revision_list where endpoint_id = ${endpointId} and revision = ${revision}`,
    );
    return row ? revisionOf(row) : this.#fromLog(endpointId, revision);
  }

  /** Newest first. */
  async page(endpointId: string, before: number | null, limit: number): Promise<Revision[]> {
    const rows = await this.db.query<Row>(sql`
      select * from revision_list
      where endpoint_id = ${endpointId} and (${before}::int is null or revision < ${before})
      order by revision desc limit ${limit}`);
    return rows.map(revisionOf);
  }

  async #fromLog(endpointId: string, wanted: number): Promise<Revision | undefined> {
    const found = (before: Revision | undefined, event: Recorded<EndpointEvent>): Revision | undefined => {
      const one = revisionIn(event);
      return one?.revision === wanted ? one : before;
    };
    const past = { initial: undefined, evolve: found };
    return (await foldStream<EndpointEvent, Revision | undefined>(this.store, endpointId, past)).state;
  }
}

const revisionOf = ({ template_revision, request_id, created_at, ...row }: Row): Revision => ({
  revision: row.revision,
  templateRevision: template_revision,
  cause: row.cause,
  changed: row.changed,
  spec: row.spec,
  actor: row.actor,
  requestId: request_id,
  createdAt: created_at,
});
