import { Injectable } from '@nestjs/common';
import { type AskOf, type ReplicaView, type StopCause, questions, refuse } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { PlaceInLine } from '../waiting/line.ts';
import { LineViewStore } from '../waiting/line-view.store.ts';
import { reasonOf } from './replica-words.ts';

type Ask = AskOf<typeof questions.replicas>;

type Row = Readonly<{
  id: string;
  cluster: string;
  endpointId: string;
  revision: number;
  state: ReplicaView['state'];
  nodeId: string | null;
  hardwareId: string;
  simulated: boolean;
  stopCause: StopCause | null;
  sleeps: boolean;
  wakes: number;
  waitReason: string | null;
  requestedAtUs: number;
  startedAtUs: number | null;
  readyAtUs: number | null;
  stoppedAtUs: number | null;
}>;

const NO_PLACES: ReadonlyMap<string, PlaceInLine> = new Map();

const iso = (atUs: number): string => new Date(atUs / 1000).toISOString();
const isoOrNull = (atUs: number | null): string | null => (atUs === null ? null : iso(atUs));

/** A cursor is the place of the last replica of a page: newest first. */
const placeOf = (cursor: string): { requestedAtUs: number; id: string } => {
  const [, requestedAtUs, id] = /^(\d{1,16})\.(repl-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (requestedAtUs === undefined || id === undefined)
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '?cursor', message: 'is not a cursor of this list' },
    ]);
  return { requestedAtUs: Number(requestedAtUs), id };
};

@Injectable()
export class ReplicaViewStore {
  constructor(
    private readonly db: Db,
    private readonly lines: LineViewStore,
  ) {}

  async page({
    endpointId,
    includeStopped,
    limit,
    cursor,
  }: Ask): Promise<{ items: ReplicaView[]; nextCursor: string | null }> {
    const after =
      cursor === null ? { requestedAtUs: Number.MAX_SAFE_INTEGER, id: 'repl-g' } : placeOf(cursor);
    const rows = await this.db.query<Row>(sql`
      select p.id, p.cluster, p.endpoint_id as "endpointId", p.revision, p.state, p.node_id as "nodeId",
             p.hardware ->> 'id' as "hardwareId", p.stop_cause as "stopCause", p.sleeps, p.wakes, w.reason as "waitReason",
             p.requested_at_us as "requestedAtUs", p.started_at_us as "startedAtUs", p.ready_at_us as "readyAtUs",
             p.stopped_at_us as "stoppedAtUs",
             p.simulated or exists (
               select from jsonb_array_elements(n.capacity -> 'gpus') as g
               where (g ->> 'simulated')::boolean and p.gpu_indices @> (g -> 'index')) as simulated
      from replicas p left join waits w on w.replica_id = p.id left join nodes n on n.id = p.node_id
      where p.endpoint_id = ${endpointId} and (${includeStopped} or p.state <> 'stopped')
        and (p.requested_at_us, p.id) < (${after.requestedAtUs}, ${after.id})
      order by p.requested_at_us desc, p.id desc limit ${limit + 1}`);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more = rows.length > limit && last;
    const waiting = page.find(({ state }) => state === 'pending');
    const places = waiting ? (await this.lines.of(waiting.cluster, waiting.id)).places : NO_PLACES;
    return {
      items: page.map((row) => viewOf(row, places.get(row.id) ?? null)),
      nextCursor: more ? `${String(last.requestedAtUs)}.${last.id}` : null,
    };
  }
}

const viewOf = (row: Row, placeInLine: PlaceInLine | null): ReplicaView => ({
  id: row.id,
  endpointId: row.endpointId,
  revision: row.revision,
  state: row.state,
  reason: reasonOf(row),
  placeInLine,
  nodeId: row.nodeId,
  hardwareId: row.hardwareId,
  simulated: row.simulated,
  requestedAt: iso(row.requestedAtUs),
  startedAt: isoOrNull(row.startedAtUs),
  readyAt: isoOrNull(row.readyAtUs),
  stoppedAt: isoOrNull(row.stoppedAtUs),
});
