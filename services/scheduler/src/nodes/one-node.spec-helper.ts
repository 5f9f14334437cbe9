import type { EventNamed, NodeSyncAsk, ReplicaFact } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { MemoryEventStore } from '@tidegate/testing';
import { LoseNode } from '../leases/lose-node.handler.ts';
import { Replicas } from '../replicas/replica.handler.ts';
import { RecordFacts } from '../syncs/record-facts.handler.ts';
import { SyncNode } from '../syncs/sync-node.controller.ts';
import { Nodes } from './node.handler.ts';
import type { KnownNode, NodeStore, ReplicaOnNode } from './node.store.ts';
import { RegisterNode } from './register-node.handler.ts';

const SECOND_US = 1_000_000;
const NODE = 'node-00000000000a';
/** When its clock began, in control-plane time. */
export const ZERO_US = 1000 * SECOND_US;

const fact = (replicaId: string, kind: ReplicaFact['kind'], seconds: number): ReplicaFact => ({
  ...{ replicaId, kind, monotonicUs: seconds * SECOND_US, port: null, exitCode: null, lastLines: [] },
  cause: kind === 'stopped' ? 'exited' : null,
});
export const started = (replicaId: string, seconds: number): ReplicaFact =>
  fact(replicaId, 'started', seconds);
export const stopped = (replicaId: string, seconds: number): ReplicaFact =>
  fact(replicaId, 'stopped', seconds);

/** One node, what it holds, and the scheduler that hears it, with a read model that knows the log at once. */
export class OneNode {
  readonly log = new MemoryEventStore();
  readonly #nodes = new Nodes(this.log.asStore());
  readonly #replicas = new Replicas(this.log.asStore());
  #placed: readonly string[] = [];
  #heartbeat: { bootId: string; monotonicUs: number } | undefined;
  #seconds = 0;
  bootId = 'boot-1';
  /** The read model has not heard yet of its latest boot. */
  lags = false;
  readonly #store = this.#storeOf();
  readonly #losing = new LoseNode(this.#store, this.#nodes, this.#replicas);
  readonly #sync = new SyncNode(
    new RegisterNode(this.#store, this.#nodes, this.#replicas, {
      nowUs: () => ZERO_US + this.#seconds * SECOND_US,
      monotonicUs: () => this.#seconds * SECOND_US,
    }),
    new RecordFacts(this.#store, this.#replicas),
    this.#store,
    { leaseSeconds: 10, drainLimitSeconds: 10, placementPolicy: 'pack' },
  );

  /** It asks at a second of its clock, which is the control plane's too. */
  async asks(seconds: number, { facts = [], running = [] }: Partial<NodeSyncAsk> = {}): Promise<void> {
    this.#seconds = seconds;
    const { bootId } = this;
    await this.#sync.sync({
      ...{
        nodeId: NODE,
        cluster: 'local',
        hostname: 'box',
        address: '127.0.0.1',
        bootId,
        agentId: 'agent-1',
      },
      capacity: { vcpuMillis: 8000, memoryMib: 8000, diskMib: 8000, gpus: [] },
      ...{ driver: 'process', labels: {}, taints: [], zone: null, has: [] },
      ...{ monotonicUs: seconds * SECOND_US, facts, running },
    });
  }

  async hasRequested(...replicaIds: string[]): Promise<void> {
    const whose = { endpointId: 'endpt-00000000000a', projectId: 'proj-00000000000a', revision: 1 };
    const hardware = {
      id: 'cpu',
      gpuModel: null,
      gpuCount: 0,
      gpuThousandths: 1000,
      vcpuMillis: 1,
      memoryMib: 1,
    };
    for (const replicaId of replicaIds)
      await this.#replicas.handle(
        replicaId,
        { type: 'RequestReplica', data: { replicaId, ...whose, cluster: 'local', hardware } },
        causeOf({ commandId: deriveUuid(replicaId), actor: 'test' }),
      );
    this.#placed = replicaIds;
  }

  async isLost(): Promise<void> {
    await this.#losing.lose({ nodeId: NODE, state: 'ready', silentUs: 0, lastAliveUs: this.#aliveUs() });
  }

  async isRemoved(): Promise<void> {
    const removed = { type: 'NodeRemoved', data: { nodeId: NODE, by: 'test' } } as const;
    await this.log.append(
      NODE,
      'any',
      [removed],
      causeOf({ commandId: deriveUuid('removed'), actor: 'test' }),
    );
  }

  /** A look of whoever gives up nodes. */
  async isLookedAfter(): Promise<void> {
    if (this.#row()?.state === 'lost')
      await this.#losing.endReplicas({ nodeId: NODE, lastAliveUs: this.#aliveUs() });
    await this.#losing.endOfRemoved();
  }

  /** By the second of the node's clock. */
  ends(): Record<string, number> {
    const all = this.log.all as unknown as EventNamed<'ReplicaStopped'>[];
    const stops = all.filter(({ type }) => (type as string) === 'ReplicaStopped');
    return Object.fromEntries(
      stops.map(({ data }) => [data.replicaId, (data.stoppedAtUs - ZERO_US) / SECOND_US]),
    );
  }

  #aliveUs(): number {
    const { bootId, monotonicUs } = this.#heartbeat ?? { bootId: '', monotonicUs: 0 };
    const row = this.#row();
    return (row?.clockOffsetUs ?? 0) + (bootId === row?.bootId ? monotonicUs : 0);
  }

  #row(): KnownNode | undefined {
    const all = this.log.all as unknown as EventNamed<'NodeRegistered' | 'NodeLost' | 'NodeRemoved'>[];
    const of = all.filter(({ type }) => type.startsWith('Node'));
    const registered = of.filter((event) => event.type === 'NodeRegistered').at(this.lags ? -2 : -1);
    const last = of.at(-1)?.type;
    return registered && last !== 'NodeRemoved'
      ? { ...registered.data, state: last === 'NodeLost' ? 'lost' : 'ready' }
      : undefined;
  }

  #open(): ReplicaOnNode[] {
    const ended = this.ends();
    return this.#placed
      .filter((id) => !(id in ended))
      .map((id) => ({ id, nodeId: NODE, gpuIndices: [], started: true }));
  }

  #storeOf(): NodeStore {
    const store: Partial<{ [Method in keyof NodeStore]: NodeStore[Method] }> = {
      known: () => Promise.resolve(this.#row()),
      sawAlive: ({ bootId }, provenUs) => {
        if (provenUs !== null) this.#heartbeat = { bootId, monotonicUs: provenUs };
        return Promise.resolve();
      },
      lastAliveUs: () => Promise.resolve(this.#aliveUs()),
      openReplicas: (_, how) =>
        Promise.resolve(how?.isGone === true && this.#row()?.state === 'ready' ? [] : this.#open()),
      removedInUse: () =>
        Promise.resolve(
          this.#row() || this.#open().length === 0
            ? []
            : [{ nodeId: NODE, bootId: null, monotonicUs: 0, ...this.#heartbeat }],
        ),
      forgetRemoved: () => Promise.resolve(),
      desired: () => Promise.resolve([]),
      released: () => Promise.resolve([]),
      stopCauses: () => Promise.resolve({}),
    };
    return store as NodeStore;
  }
}
