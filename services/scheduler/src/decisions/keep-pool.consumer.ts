import { type AnyEvent, type Recorded } from '@tidegate/contracts';
import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { pool } from '../placement/pool.projection.ts';
import { PoolStore } from '../placement/pool.store.ts';
import { ActOnEvent, type Concerns } from './act-on-event.handler.ts';
import { ReplicaEnds } from '../crashes/replica-ends.handler.ts';
import { ReviewStore } from '../draining/review.store.ts';

/**
 * Keeps the pool's read model and acts on it, event by event in the log's order, in one transaction with the checkpoint.
 * Reading and deciding are one consumer on purpose: a decision then knows everything up to its own event, and its time is
 * the event's, so that deciding again after a crash decides the same.
 */
@Consumer('scheduler.pool', { projection: pool })
export class KeepPool {
  constructor(
    private readonly pool: PoolStore,
    private readonly act: ActOnEvent,
    private readonly ends: ReplicaEnds,
    private readonly reviews: ReviewStore,
  ) {}

  @On('EndpointRequested')
  @On('EndpointUpdated')
  @On('NodeLost')
  @On('NodeCordoned')
  @On('NodeDrained')
  @On('NodeRemoved')
  @On('QuotasSet')
  @On('ReplicaStarted')
  @On('ReplicaResumed')
  @On('ReplicaWakeRequested')
  async know(event: Recorded<AnyEvent>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
  }

  /**
   * Each of these changes how many replicas of which template there shall be: one that became ready lets an old one go,
   * one without room may take the place of an old one.
   */
  @On('RolloutStarted')
  @On('RolloutShifted')
  @On('EndpointStartRequested')
  @On('EndpointDeleted')
  @On('ReplicaReady')
  @On('ReplicaSlept')
  @On('ReplicaDelayed')
  async divide(event: Concerns, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    await this.act.meet(tx, event);
  }

  @On('ScaleDecided')
  async meet(event: EventOf<'ScaleDecided'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    // Whoever deploys or starts it anew gets a new chance at once.
    if (event.data.cause === 'deploy' || event.data.cause === 'start')
      await this.ends.forgive(tx, event.data.endpointId);
    await this.act.meet(tx, event);
  }

  /**
   * A rollout that ended by itself has left nothing to do. One that was cut short, by a stop, is followed by the decision to
   * have none: what the newest template lacks must not be started for that moment.
   */
  @On('RolloutFinished')
  async settle(event: EventOf<'RolloutFinished'>, tx: Tx): Promise<void> {
    const { endpointId, from, to, outcome } = event.data;
    await this.pool.project(tx, event);
    await this.ends.forgetOthers(tx, { endpointId, revision: outcome === 'promoted' ? to : from });
    if (outcome === 'aborted') await this.act.meet(tx, event);
  }

  /** Its room is free for whoever waits, and its endpoint may need another: at once, or after a while if it crashed. */
  @On('ReplicaStopped')
  async replace(event: EventOf<'ReplicaStopped'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    await this.ends.remember(tx, event);
    await this.act.meet(tx, event, { freed: event.data.nodeId !== null });
  }

  /** Who makes room for another endpoint's replica is replaced at once: what drains may drain for long. */
  @On('ReplicaDraining')
  async makeWay(event: EventOf<'ReplicaDraining'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    if (event.data.cause === 'preempted') await this.act.meet(tx, event);
  }

  @On('NodeRegistered')
  @On('NodeReturned')
  async use(event: EventOf<'NodeRegistered'> | EventOf<'NodeReturned'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    const cluster = await this.pool.clusterOfNode(tx, event.data.nodeId);
    if (cluster !== undefined) await this.act.fill(tx, cluster, event);
  }

  /**
   * The endpoints that have something on the node must be looked at. How many they are has no bound: each gets a
   * transaction of its own, a moment later.
   */
  @On('NodeDrainStarted')
  async empty(event: EventOf<'NodeDrainStarted'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    await this.#review(tx, event);
  }

  /** What was asked for elsewhere may be too many now, which a review tells; what waits of others may come here at once. */
  @On('NodeUncordoned')
  async open(event: EventOf<'NodeUncordoned'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    const cluster = await this.#review(tx, event);
    if (cluster !== undefined) await this.act.fill(tx, cluster, event);
  }

  /** Usually its own work coming back from the log. What another process asked for or placed changes what can be placed. */
  @On('ReplicaRequested')
  @On('ReplicaPlaced')
  async learn(event: EventOf<'ReplicaRequested'> | EventOf<'ReplicaPlaced'>, tx: Tx): Promise<void> {
    const { news } = await this.pool.project(tx, event);
    if (news) await this.act.fill(tx, event.data.cluster, event);
  }

  /** @returns the node's cluster, which is locked now; undefined for a node that was removed since */
  async #review(tx: Tx, event: EventOf<'NodeDrainStarted' | 'NodeUncordoned'>): Promise<string | undefined> {
    const { nodeId } = event.data;
    const cluster = await this.pool.clusterOfNode(tx, nodeId);
    if (cluster === undefined) return undefined;
    await this.pool.lock(tx, cluster);
    await this.reviews.askForThoseOn(tx, nodeId, event.id);
    return cluster;
  }
}
