import { Injectable } from '@nestjs/common';
import type { EndpointEvent, EndpointSpec, EndpointState, Reason, Recorded } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore } from '@tidegate/eventing/nest';
import { type Endpoint, endpoint } from './endpoint.ts';
import type { EndpointFacts } from './endpoint-view.ts';

type Row = Readonly<{
  id: string;
  project_id: string;
  state: EndpointState;
  reason: Reason;
  revision: number;
  spec: EndpointSpec;
  desired_replicas: number;
  ready_replicas: number;
  simulated: boolean | null;
  created_at: Date;
  updated_at: Date;
  created_position: number;
}>;
export type ListedEndpoint = EndpointFacts & Readonly<{ createdPosition: number }>;

@Injectable()
export class EndpointList {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
  ) {}

  /** One endpoint, deleted ones too. What the list does not show yet is read from the log. */
  async find(id: string): Promise<EndpointFacts | undefined> {
    if (!/^endpt-[0-9a-f]{12}$/.test(id)) return undefined;
    const [row] = await this.db.query<Row>(sql`select * from endpoint_list where id = ${id}`);
    return row ? factsOf(row) : this.#fromLog(id);
  }

  /** Newest first, without the deleted ones. @param projectId null: of all projects */
  async page(projectId: string | null, before: number | null, limit: number): Promise<ListedEndpoint[]> {
    const rows = await this.db.query<Row>(sql`
      select * from endpoint_list
      where (${projectId}::text is null or project_id = ${projectId}) and state <> 'deleted'
        and (${before}::bigint is null or created_position < ${before})
      order by created_position desc limit ${limit}`);
    return rows.map((row) => ({ ...factsOf(row), createdPosition: row.created_position }));
  }

  async #fromLog(id: string): Promise<EndpointFacts | undefined> {
    const { events } = await this.store.read<EndpointEvent>(id);
    const state = events.reduce<Endpoint>(endpoint.evolve, endpoint.initial);
    const [first, last] = [events[0], events.at(-1)];
    return state.status === 'absent' || !first || !last ? undefined : factsFrom(state, first, last);
  }
}

const factsFrom = (
  { endpointId, projectId, status, reason, revision, spec }: Exclude<Endpoint, { status: 'absent' }>,
  first: Recorded<EndpointEvent>,
  last: Recorded<EndpointEvent>,
): EndpointFacts => ({
  id: endpointId,
  projectId,
  state: status,
  reason,
  revision,
  spec,
  desired: 0,
  ready: 0,
  simulated: null,
  createdAt: first.occurredAt,
  updatedAt: last.occurredAt,
});

const factsOf = (row: Row): EndpointFacts => ({
  id: row.id,
  projectId: row.project_id,
  state: row.state,
  reason: row.reason,
  revision: row.revision,
  spec: row.spec,
  desired: row.desired_replicas,
  ready: row.ready_replicas,
  simulated: row.simulated,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
