import { type AnyEvent, type Recorded } from '@tidegate/contracts';
import { causedBy, deriveUuid } from '@tidegate/eventing';
import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { NodeNudges } from '../nodes/nudge.handler.ts';
import { pool } from '../placement/pool.projection.ts';
import { PoolStore } from '../placement/pool.store.ts';
import { afterCrash, isCrash } from './back-off.ts';
import { MeetScale, type Trigger } from './meet-scale.handler.ts';
import { ReplicaStore } from './replica.store.ts';

/**
 * Keeps the pool's read model and acts on it, event by event in the log's order, in one transaction with the checkpoint.
 * Reading and deciding are one consumer on purpose: a decision then knows everything up to its own event, and its time is
 * the event's, so that deciding again after a crash decides the same.
 */
@Consumer('scheduler.pool', { projection: pool })
export class KeepPool {
  constructor(
    private readonly pool: PoolStore,
    private readonly replicas: ReplicaStore,
    private readonly meetScale: MeetScale,
    private readonly nudges: NodeNudges,
  ) {}

  @On('EndpointRequested')
  @On('NodeLost')
  @On('ReplicaStarted')
  @On('ReplicaReady')
  @On('ReplicaDraining')
  async know(event: Recorded<AnyEvent>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
  }

  @On('ScaleDecided')
  async meet(event: EventOf<'ScaleDecided'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    // Whoever deploys or starts it anew gets a new chance at once.
    if (event.data.cause === 'deploy' || event.data.cause === 'start')
      await this.replicas.clearBackOff(tx, event.data.endpointId);
    this.nudges.whenCommitted(tx, await this.meetScale.meet(tx, event.data.endpointId, triggerOf(event)));
  }

  @On('EndpointDeleted')
  async end(event: EventOf<'EndpointDeleted'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    this.nudges.whenCommitted(tx, await this.meetScale.meet(tx, event.data.endpointId, triggerOf(event)));
  }

  /** Its room is free for whoever waits, and its endpoint may need another: at once, or after a while if it crashed. */
  @On('ReplicaStopped')
  async replace(event: EventOf<'ReplicaStopped'>, tx: Tx): Promise<void> {
    const { endpointId, replicaId, cause, nodeId } = event.data;
    await this.pool.project(tx, event);
    await this.replicas.forget(tx, replicaId);
    if (isCrash(cause)) await this.#backOff(tx, event);
    const told = await this.meetScale.meet(tx, endpointId, triggerOf(event), { freed: nodeId !== null });
    this.nudges.whenCommitted(tx, told);
  }

  @On('NodeRegistered')
  @On('NodeReturned')
  async use(event: EventOf<'NodeRegistered'> | EventOf<'NodeReturned'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    const cluster = await this.pool.clusterOfNode(tx, event.data.nodeId);
    if (cluster !== undefined) await this.#fill(tx, cluster, event);
  }

  /** Usually its own work coming back from the log. What another process asked for or placed changes what can be placed. */
  @On('ReplicaRequested')
  @On('ReplicaPlaced')
  async learn(event: EventOf<'ReplicaRequested'> | EventOf<'ReplicaPlaced'>, tx: Tx): Promise<void> {
    const { news } = await this.pool.project(tx, event);
    if (news) await this.#fill(tx, event.data.cluster, event);
  }

  async #fill(tx: Tx, cluster: string, event: Recorded<AnyEvent>): Promise<void> {
    this.nudges.whenCommitted(tx, await this.meetScale.fill(tx, cluster, triggerOf(event)));
  }

  async #backOff(tx: Tx, { id, data, occurredAt }: EventOf<'ReplicaStopped'>): Promise<void> {
    const { endpointId, replicaId, revision, stoppedAtUs } = data;
    const { readyAtUs, drained } = await this.replicas.lifeOf(tx, replicaId);
    // One that was on its way out is not replaced, so nothing has to wait for it.
    if (drained) return;
    const before = await this.replicas.backOff(tx, endpointId);
    const nowUs = occurredAt.getTime() * 1000;
    const backOff = afterCrash(before, { revision, readyAtUs, stoppedAtUs, nowUs });
    await this.replicas.saveBackOff(tx, endpointId, { ...backOff, triggerId: deriveUuid(id, 'back-off') });
  }
}

const triggerOf = (event: Recorded<AnyEvent>): Trigger => ({
  id: event.id,
  cause: causedBy(event),
  nowUs: event.occurredAt.getTime() * 1000,
});
