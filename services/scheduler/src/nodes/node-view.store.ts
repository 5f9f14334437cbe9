import { Injectable } from '@nestjs/common';
import {
  type AskOf,
  NodeId,
  type NodeView,
  type Recorded,
  type questions,
  refuse,
} from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, foldStream } from '@tidegate/eventing/nest';
import { type HeldOnNode, type NodeFacts, nodeViewOf } from './node-view.ts';
import { type Node, type NodeEvent, node } from './node.ts';

type Ask = AskOf<typeof questions.nodes>;
type Page = { items: NodeView[]; nextCursor: string | null };

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
    private readonly store: EventStore,
  ) {}

  async page({ limit, cursor }: Ask): Promise<Page> {
    const after = cursor === null ? '' : placeOf(cursor);
    const rows = await this.db.query<NodeFacts>(sql`
      select n.id, n.cluster, n.hostname, n.state as status, n.cordon, n.capacity, n.driver, n.labels, n.taints, n.zone,
             n.drain_started_us as "drainStartedUs", n.drain_deadline_us as "drainDeadlineUs",
             coalesce((extract(epoch from h.last_seen_at) * 1000000)::bigint, n.registered_at_us) as "lastSeenUs"
      from nodes n left join heartbeats h on h.node_id = n.id
      where n.id > ${after} order by n.id limit ${limit + 1}`);
    const page = rows.slice(0, limit);
    const held = await this.#held(page.map(({ id }) => id));
    return {
      items: page.map((row) => nodeViewOf(row, held.get(row.id) ?? [])),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  /**
   * What is asked of it comes from its own stream, so that who has just asked for something finds it.
   * @throws Refusal node.not_found
   */
  async one(nodeId: string): Promise<NodeView> {
    const { state } = await foldStream<NodeEvent, Past>(this.store, nodeId, PAST);
    const facts = factsOf(state) ?? refuse('node.not_found', { nodeId });
    const [seen] = await this.db.query<{ lastSeenUs: number }>(sql`
      select (extract(epoch from last_seen_at) * 1000000)::bigint as "lastSeenUs"
      from heartbeats where node_id = ${nodeId}`);
    const held = await this.#held([nodeId]);
    return nodeViewOf({ ...facts, ...seen }, held.get(nodeId) ?? []);
  }

  async #held(nodeIds: readonly string[]): Promise<Map<string, HeldOnNode[]>> {
    const rows = await this.db.query<HeldOnNode & { nodeId: string }>(sql`
      select p.node_id as "nodeId", p.hardware, p.gpu_indices as "gpuIndices", (r.spec ->> 'diskMib')::int as "diskMib"
      from replicas p left join revisions r on r.endpoint_id = p.endpoint_id and r.revision = p.revision
      where p.node_id = any(${[...nodeIds]}) and p.state <> 'stopped'`);
    return Map.groupBy(rows, (row) => row.nodeId);
  }
}

const us = (at: Date): number => at.getTime() * 1000;

/** What a node's own events come to. Epoch microseconds. */
type Past = Readonly<{ node: Node; registeredUs: number | null; drainStartedUs: number | null }>;
const PAST = {
  initial: { node: node.initial, registeredUs: null, drainStartedUs: null },
  evolve: (past: Past, event: Recorded<NodeEvent>): Past => ({
    node: node.evolve(past.node, event),
    registeredUs: past.registeredUs ?? (event.type === 'NodeRegistered' ? us(event.occurredAt) : null),
    drainStartedUs: event.type === 'NodeDrainStarted' ? us(event.occurredAt) : past.drainStartedUs,
  }),
};

/** Undefined when it is not known, or not any more. */
const factsOf = ({ node: state, registeredUs, drainStartedUs }: Past): NodeFacts | undefined => {
  if (state.status === 'absent') return undefined;
  const { nodeId: id, cluster, hostname, capacity, driver, labels, taints, zone } = state.registration;
  const { cordon } = state;
  const deadline = cordon.kind === 'draining' ? cordon.deadlineSeconds : null;
  return {
    ...{ id, cluster, hostname, capacity, driver, labels, taints, zone },
    status: state.status,
    cordon: cordon.kind,
    drainStartedUs,
    drainDeadlineUs:
      drainStartedUs === null || deadline === null ? null : drainStartedUs + deadline * 1_000_000,
    lastSeenUs: registeredUs ?? 0,
  };
};
