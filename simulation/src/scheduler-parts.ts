import type { EventStore } from '@tidegate/eventing/nest';
import {
  ActOnEvent,
  CarryOut,
  CommandNode,
  CommandReplicas,
  FinishDrains,
  KeepPool,
  LeaveNodes,
  LetGo,
  LineStore,
  LookStore,
  LoseNode,
  MeetScale,
  type NodeNudges,
  PlaceWaiting,
  Placements,
  type PoolStore,
  PreemptReplicas,
  RecordFacts,
  RecordPlaces,
  RegisterNode,
  ReleaseDrained,
  ReplaceCrashed,
  ReplicaEnds,
  SyncNode,
  TellWaits,
  node,
  replica,
} from '@tidegate/scheduler/simulated';
import { handlerOf } from './handlers.ts';
import type { Host } from './host.ts';
import type { SharedLog } from './log.ts';
import { MemoryDb, type Turns } from './memory-db.ts';
import { nodeStore } from './node-store.ts';
import { poolStore } from './pool-store.ts';
import { replicaStore } from './replica-store.ts';
import type { Tables } from './tables.ts';
import { backOffStore, claimStore, quotaStore, reviewStore } from './work-stores.ts';

export const SETTINGS = { leaseSeconds: 20, drainLimitSeconds: 60, placementPolicy: 'pack' } as const;

/** What a process of the scheduler finds around it. */
export type Surroundings = Readonly<{
  tables: Tables;
  turns: Turns;
  log: SharedLog;
  store: EventStore;
  /** Tells nodes to ask now. */
  nudge: (nodeIds: Iterable<string>) => void;
  heard: Parameters<typeof nodeStore>[2];
  /** The gateway's last word. */
  gateway: () => Readonly<{ position: number; inFlight: Readonly<Record<string, number>> }>;
  isLeader: (host: Host) => boolean;
  /** Makes a fault of the pool's read model, to see whether it is found. */
  spoil?: ((pool: PoolStore) => PoolStore) | undefined;
}>;

/** What one process of the scheduler is made of, put together as its module does. */
export const partsOf = (host: Host, around: Surroundings) => {
  const { tables, store } = around;
  const nowUs = (): number => host.time.nowUs;
  const db = new MemoryDb(host, around.turns).asDb();
  const nodes = handlerOf(node, store);
  const replicas = handlerOf(replica, store);
  const memory = {
    pool: around.spoil?.(poolStore(tables, nowUs)) ?? poolStore(tables, nowUs),
    replicas: replicaStore(tables, nowUs),
    backOffs: backOffStore(tables),
    reviews: reviewStore(tables),
    claims: claimStore(tables),
    nodes: nodeStore(tables, nowUs, around.heard),
  };
  const nudges = {
    now: around.nudge,
    whenCommitted: (tx: { afterCommit: (then: () => void) => void }, nodeIds: readonly string[]) => {
      tx.afterCommit(() => {
        around.nudge(nodeIds);
      });
    },
  } as unknown as NodeNudges;
  const command = new CommandReplicas(memory.pool, replicas);
  const letGo = new LetGo(memory.replicas, command);
  const looks = new LookStore(memory.pool, new LineStore(memory.pool), quotaStore(tables), SETTINGS);
  const placements = new Placements(
    looks,
    new RecordPlaces(memory.pool, store),
    new TellWaits(memory.pool, command),
    new PreemptReplicas(memory.claims, letGo),
  );
  const meetScale = new MeetScale(
    memory.pool,
    memory.replicas,
    new CarryOut(memory.pool, letGo, command),
    placements,
  );
  const ends = new ReplicaEnds(memory.replicas, memory.backOffs);
  const consumer = new KeepPool(memory.pool, new ActOnEvent(meetScale, nudges), ends, memory.reviews);
  const clock = { nowUs, monotonicUs: nowUs };
  const sync = new SyncNode(
    new RegisterNode(memory.nodes, nodes, replicas, clock),
    new RecordFacts(memory.nodes, replicas),
    memory.nodes,
    SETTINGS,
  );
  const losing = new LoseNode(memory.nodes, nodes, replicas);
  const leaving = new LeaveNodes(memory.reviews, db, meetScale, nudges);
  const crashed = new ReplaceCrashed(db, memory.backOffs, meetScale, nudges);
  const waiting = new PlaceWaiting(db, memory.replicas, meetScale, nudges);
  const released = new ReleaseDrained(db, memory.replicas, command, nudges);
  const drains = new FinishDrains(memory.reviews, db, store);

  return {
    consumer,
    sync,
    commands: new CommandNode(nodes, memory.nodes),
    losing,
    leaving,
    crashed,
    waiting,
    released,
    drains,
  };
};
