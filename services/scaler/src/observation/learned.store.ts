import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { type EndpointState, stateFromJson, stateToJson } from '@tidegate/scaling';

export type Learned = Readonly<{ endpointId: string; state: EndpointState }>;

/** So many states are read or written with one query: some 15 KB each. */
const AT_ONCE = 200;

/** What was learned of each endpoint, as it was when it was last kept. */
@Injectable()
export class LearnedStore {
  constructor(private readonly db: Db) {}

  /** What another version wrote is passed over: it is learned anew. */
  async *all(): AsyncGenerator<Learned> {
    for (let after = ''; ;) {
      const rows = await this.db.query<{ endpoint_id: string; state: string }>(sql`
        select endpoint_id, state from scaler.learned where endpoint_id > ${after} order by endpoint_id limit ${AT_ONCE}`);
      for (const { endpoint_id: endpointId, state: text } of rows) {
        const state = stateFromJson(text);
        if (state) yield { endpointId, state };
      }
      if (rows.length < AT_ONCE) return;
      after = rows.at(-1)?.endpoint_id ?? '';
    }
  }

  async keep(learned: readonly Learned[]): Promise<void> {
    for (let first = 0; first < learned.length; first += AT_ONCE) {
      const some = learned.slice(first, first + AT_ONCE);
      const ids = some.map(({ endpointId }) => endpointId);
      const states = some.map(({ state }) => stateToJson(state));
      await this.db.query(sql`
        insert into scaler.learned (endpoint_id, state, kept_at)
        select *, clock_timestamp() from unnest(${ids}::text[], ${states}::text[])
        on conflict (endpoint_id) do update set state = excluded.state, kept_at = excluded.kept_at`);
    }
  }

  async forget(endpointIds: readonly string[]): Promise<void> {
    if (endpointIds.length > 0)
      await this.db.query(
        sql`delete from scaler.learned where endpoint_id = any(${[...endpointIds]}::text[])`,
      );
  }
}
