import { Injectable } from '@nestjs/common';
import {
  CONDITIONS,
  type Condition,
  type EndpointEvent,
  type EndpointSpec,
  type EndpointState,
  type Reason,
} from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, foldStream } from '@tidegate/eventing/nest';
import { PastEvents } from '../history/past-events.store.ts';
import { PAST_TYPES, factsOfPast, nothingYet, oneLater } from './endpoint-as-of.ts';
import type { EndpointFacts } from './endpoint-facts.ts';

type Row = Readonly<{
  id: string;
  project_id: string;
  state: EndpointState;
  reason: Reason;
  conditions: Partial<Record<Condition, Reason & { since: string }>>;
  disabled_by: 'owner' | 'operator' | null;
  revision: number;
  template_revision: number;
  rollout: EndpointFacts['rollout'];
  spec: EndpointSpec;
  secrets_set_at: Record<string, string>;
  desired_replicas: number;
  ready_replicas: number;
  ready_by_template: Record<string, number>;
  simulated: boolean | null;
  created_at: Date;
  updated_at: Date;
  created_position: number;
}>;
/** `tag`: a tag’s name, or `name=value`. */
export type ListFilter = Readonly<{ state?: EndpointState | undefined; tag?: string | undefined }>;
export type ListedEndpoint = EndpointFacts & Readonly<{ createdPosition: number }>;

const isId = (id: string): boolean => /^endpt-[0-9a-f]{12}$/.test(id);

@Injectable()
export class EndpointList {
  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
    private readonly past: PastEvents,
  ) {}

  /** One endpoint, deleted ones too. What the list does not show yet is read from the log. */
  async find(id: string): Promise<EndpointFacts | undefined> {
    if (!isId(id)) return undefined;
    const [row] = await this.db.query<Row>(sql`select * from endpoint_list where id = ${id}`);
    return row ? factsOf(row) : this.#fromLog(id);
  }

  /** Newest first, without the deleted ones unless they are asked for. @param projectId null: of all projects */
  async page(
    projectId: string | null,
    before: number | null,
    limit: number,
    { state, tag }: ListFilter = {},
  ): Promise<ListedEndpoint[]> {
    const [tagName, ...value] = tag?.split('=') ?? [];
    const tagValue = value.length > 0 ? value.join('=') : null;
    const rows = await this.db.query<Row>(sql`
      select * from endpoint_list
      where (${projectId}::text is null or project_id = ${projectId})
        and (${before}::bigint is null or created_position < ${before})
        and case when ${state ?? null}::text is null then state <> 'deleted' else state = ${state ?? null} end
        and (${tagName ?? null}::text is null or spec -> 'tags' ? ${tagName ?? null})
        and (${tagValue}::text is null or spec -> 'tags' ->> ${tagName ?? null} = ${tagValue})
      order by created_position desc limit ${limit}`);
    return rows.map((row) => ({ ...factsOf(row), createdPosition: row.created_position }));
  }

  /** The endpoint as it was at a moment, from its events alone; undefined when it did not exist yet. */
  async asOf(id: string, at: Date): Promise<EndpointFacts | undefined> {
    if (!isId(id)) return undefined;
    let past = nothingYet;
    for await (const event of this.past.oldestFirst({ endpointId: id, types: PAST_TYPES, until: at }))
      past = oneLater(past, event);
    return factsOfPast(past);
  }

  async #fromLog(id: string): Promise<EndpointFacts | undefined> {
    const past = { initial: nothingYet, evolve: oneLater };
    const { state } = await foldStream<EndpointEvent, typeof nothingYet>(this.store, id, past);
    return factsOfPast(state);
  }
}

const factsOf = (row: Row): EndpointFacts => ({
  id: row.id,
  projectId: row.project_id,
  state: row.state,
  reason: row.reason,
  conditions: CONDITIONS.flatMap((condition) => {
    const reason = row.conditions[condition];
    return reason ? [{ condition, ...reason }] : [];
  }),
  disabledBy: row.disabled_by,
  revision: row.revision,
  templateRevision: row.template_revision,
  rollout: row.rollout,
  spec: row.spec,
  secretsSetAt: row.secrets_set_at,
  desired: row.desired_replicas,
  ready: row.ready_replicas,
  readyByTemplate: row.ready_by_template,
  simulated: row.simulated,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
