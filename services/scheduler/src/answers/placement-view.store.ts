import { Inject, Injectable } from '@nestjs/common';
import { type AskOf, type PlacementView, type StopCause, type questions, refuse } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { type Candidate, Picture } from '../placement/placement.ts';
import { PoolStore } from '../placement/pool.store.ts';
import { reasonOf } from '../replicas/replica-words.ts';
import { SETTINGS, type SchedulerSettings } from '../settings.ts';
import { LineViewStore } from '../waiting/line-view.store.ts';
import { candidateViews } from './candidates.ts';

type Ask = AskOf<typeof questions.explainPlacement>;

type Row = Readonly<{
  cluster: string;
  state: PlacementView['state'];
  nodeId: string | null;
  stopCause: StopCause | null;
  sleeps: boolean;
  wakes: number;
  waitReason: string | null;
  explanation: readonly Candidate[] | null;
}>;

type Hosts = readonly Readonly<{ nodeId: string; hostname: string }>[];

/** Why a replica is where it is, or why it waits. */
@Injectable()
export class PlacementViewStore {
  constructor(
    private readonly db: Db,
    private readonly pool: PoolStore,
    private readonly lines: LineViewStore,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  async explain({ endpointId, replicaId }: Ask): Promise<PlacementView> {
    const [row] = await this.db.query<Row>(sql`
      select p.cluster, p.state, p.node_id as "nodeId", p.stop_cause as "stopCause",
             p.sleeps, p.wakes, w.reason as "waitReason", p.explanation
      from replicas p left join waits w on w.replica_id = p.id
      where p.id = ${replicaId} and p.endpoint_id = ${endpointId}`);
    if (!row) return refuse('replica.not_found', { replicaId });
    const told = { replicaId, state: row.state, reason: reasonOf(row) };
    if (row.state === 'pending') return { ...told, ...(await this.#asItLooksNow(row.cluster, replicaId)) };
    const rooms = await this.#hosts(row.cluster);
    return {
      ...told,
      placeInLine: null,
      asOf: row.nodeId === null ? 'waiting' : 'placed',
      candidates: candidateViews(row.explanation ?? [], { rooms, chosen: row.nodeId }),
      nodes: rooms.length,
    };
  }

  async #asItLooksNow(
    cluster: string,
    replicaId: string,
  ): Promise<Pick<PlacementView, 'placeInLine' | 'asOf' | 'candidates' | 'nodes'>> {
    const rooms = await this.pool.rooms(this.db, cluster);
    const past = await this.pool.past(this.db, cluster);
    const { replicas, places } = await this.lines.of(cluster, replicaId);
    const replica = replicas.find(({ id }) => id === replicaId);
    const forOthers = rooms.map((room) => ({
      ...room,
      claims: room.claims.filter(({ id }) => id !== replicaId),
    }));
    const picture = new Picture(forOthers, { past, policy: this.settings.placementPolicy });
    const candidates = replica ? picture.explain(replica) : [];
    return {
      placeInLine: places.get(replicaId) ?? null,
      asOf: 'waiting',
      candidates: candidateViews(candidates, { rooms, chosen: null }),
      nodes: rooms.length,
    };
  }

  async #hosts(cluster: string): Promise<Hosts> {
    return this.db.query(sql`select id as "nodeId", hostname from nodes where cluster = ${cluster}`);
  }
}
