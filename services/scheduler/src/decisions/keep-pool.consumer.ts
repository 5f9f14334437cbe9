import { type AnyEvent, type Recorded } from '@tidegate/contracts';
import { causedBy } from '@tidegate/eventing';
import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { NodeNudges } from '../nodes/nudge.handler.ts';
import { pool } from '../placement/pool.projection.ts';
import { PoolStore } from '../placement/pool.store.ts';
import { MeetScale } from './meet-scale.handler.ts';
import { ReplicaEnds } from '../crashes/replica-ends.handler.ts';
import type { Trigger } from './trigger.ts';

/** Anything that concerns one endpoint. */
type Concerns = Recorded<AnyEvent & { data: { endpointId: string } }>;

/**
 * Keeps the pool's read model and acts on it, event by event in the log's order, in one transaction with the checkpoint.
 * Reading and deciding are one consumer on purpose: a decision then knows everything up to its own event, and its time is
 * the event's, so that deciding again after a crash decides the same.
 */
@Consumer('scheduler.pool', { projection: pool })
export class KeepPool {
  constructor(
    private readonly pool: PoolStore,
    private readonly meetScale: MeetScale,
    private readonly nudges: NodeNudges,
    private readonly ends: ReplicaEnds,
  ) {}

  @On('EndpointRequested')
  @On('EndpointUpdated')
  @On('NodeLost')
  @On('ReplicaStarted')
  @On('ReplicaDraining')
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
  @On('ReplicaDelayed')
  async divide(event: Concerns, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    await this.#meet(tx, event);
  }

  @On('ScaleDecided')
  async meet(event: EventOf<'ScaleDecided'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    // Whoever deploys or starts it anew gets a new chance at once.
    if (event.data.cause === 'deploy' || event.data.cause === 'start')
      await this.ends.forgive(tx, event.data.endpointId);
    await this.#meet(tx, event);
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
    if (outcome === 'aborted') await this.#meet(tx, event);
  }

  /** Its room is free for whoever waits, and its endpoint may need another: at once, or after a while if it crashed. */
  @On('ReplicaStopped')
  async replace(event: EventOf<'ReplicaStopped'>, tx: Tx): Promise<void> {
    await this.pool.project(tx, event);
    await this.ends.remember(tx, event);
    await this.#meet(tx, event, { freed: event.data.nodeId !== null });
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

  async #meet(tx: Tx, event: Concerns, how: { freed?: boolean } = {}): Promise<void> {
    const { endpointId } = event.data;
    this.nudges.whenCommitted(tx, await this.meetScale.meet(tx, endpointId, triggerOf(event), how));
  }

  async #fill(tx: Tx, cluster: string, event: Recorded<AnyEvent>): Promise<void> {
    this.nudges.whenCommitted(tx, await this.meetScale.fill(tx, cluster, triggerOf(event)));
  }
}

const triggerOf = (event: Recorded<AnyEvent>): Trigger => ({
  id: event.id,
  cause: causedBy(event),
  nowUs: event.occurredAt.getTime() * 1000,
});
