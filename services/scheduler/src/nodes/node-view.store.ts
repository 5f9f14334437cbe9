import { Injectable } from '@nestjs/common';
import {
  type AskOf,
  type NodeCapacity,
  NodeId,
  type NodeView,
  type questions,
  refuse,
} from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { PoolStore } from '../placement/pool.store.ts';
import { type Room } from '../placement/room.ts';

type Ask = AskOf<typeof questions.nodes>;

type Row = Readonly<{
  id: string;
  cluster: string;
  hostname: string;
  state: NodeView['state'];
  capacity: NodeCapacity;
  lastSeenAt: Date;
}>;

/** A cursor is the last node of a page: by id. */
const placeOf = (cursor: string): string =>
  NodeId.safeParse(cursor).success
    ? cursor
    : refuse('request.invalid', { count: 1 }, [
        { pointer: '?cursor', message: 'is not a cursor of this list' },
      ]);

@Injectable()
export class NodeViewStore {
  constructor(
    private readonly db: Db,
    private readonly pool: PoolStore,
  ) {}

  async page({ limit, cursor }: Ask): Promise<{ items: NodeView[]; nextCursor: string | null }> {
    const after = cursor === null ? '' : placeOf(cursor);
    const rows = await this.db.query<Row>(sql`
      select n.id, n.cluster, n.hostname, n.state, n.capacity,
             coalesce(h.last_seen_at, to_timestamp(n.registered_at_us / 1000000.0)) as "lastSeenAt"
      from nodes n left join heartbeats h on h.node_id = n.id
      where n.id > ${after} order by n.id limit ${limit + 1}`);
    const page = rows.slice(0, limit);
    const clusters = [...new Set(page.map(({ cluster }) => cluster))];
    const rooms = await Promise.all(clusters.map((cluster) => this.pool.rooms(this.db, cluster)));
    const roomOf = new Map(rooms.flat().map((room) => [room.nodeId, room]));
    return {
      items: page.map((row) => viewOf(row, roomOf.get(row.id))),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }
}

const viewOf = (row: Row, room: Room | undefined): NodeView => ({
  id: row.id,
  cluster: row.cluster,
  hostname: row.hostname,
  state: row.state,
  simulated: row.capacity.gpus.some(({ simulated }) => simulated),
  capacity: row.capacity,
  free: {
    vcpuMillis: room?.freeVcpuMillis ?? 0,
    memoryMib: room?.freeMemoryMib ?? 0,
    gpuThousandths: room?.gpus.map(({ freeThousandths }) => freeThousandths) ?? [],
  },
  lastSeenAt: row.lastSeenAt.toISOString(),
});
