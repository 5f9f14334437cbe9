import { Injectable, Logger } from '@nestjs/common';
import type { StopCause } from '@tidegate/contracts';
import { type Cause, deriveId, deriveUuid } from '@tidegate/eventing';
import type { Handled, Tx } from '@tidegate/eventing/nest';
import { Placements } from '../placement/placement.handler.ts';
import { PoolStore } from '../placement/pool.store.ts';
import { heldBackAt } from './back-off.ts';
import { reconcile, stopCauseOf } from './reconcile.ts';
import type { Replica, ReplicaCommand, ReplicaEvent } from './replica.ts';
import { Replicas } from './replica.handler.ts';
import { ReplicaStore, type Target } from './replica.store.ts';

/** What sets it off. Everything that follows is derived from `id`: the same trigger twice asks for the same replicas. */
export type Trigger = Readonly<{ id: string; cause: Cause; nowUs: number }>;

type Doomed = Readonly<{ target: Target; trigger: Trigger }>;

/**
 * Makes the replicas of an endpoint as many as its target says. It works inside one transaction with the cluster locked,
 * and writes what it appends into the read model at once: the next look, by whomever, already counts it.
 */
@Injectable()
export class MeetScale {
  readonly #log = new Logger('MeetScale');

  constructor(
    private readonly pool: PoolStore,
    private readonly store: ReplicaStore,
    private readonly replicas: Replicas,
    private readonly placements: Placements,
  ) {}

  /**
   * @param freed room has become free, so that others may find a place as well
   * @returns nodes that must hear of it once the transaction has committed
   */
  async meet(
    tx: Tx,
    endpointId: string,
    trigger: Trigger,
    { freed = false } = {},
  ): Promise<readonly string[]> {
    const version = await this.pool.lockFor(tx, endpointId);
    const situation = await this.store.situation(tx, endpointId);
    if (version === undefined || !situation) return [];
    const { target, live, backOff } = situation;
    const heldBack = heldBackAt(backOff, target.revision, trigger.nowUs);
    const plan = reconcile({ desired: target.desired, live, heldBack });
    await this.#request(tx, target, { count: plan.request, trigger });
    await this.#cancel(tx, plan.cancel, { target, trigger });
    const released = await this.#drain(tx, plan.drain, { target, trigger });
    if (plan.request === 0 && !freed) return released;
    const at = { cluster: target.cluster, version };
    return [...released, ...(await this.placements.placePending(tx, at, trigger))];
  }

  /** Makes this transaction the only one that decides about the endpoint's cluster. */
  async lock(tx: Tx, endpointId: string): Promise<void> {
    await this.pool.lockFor(tx, endpointId);
  }

  /** Places what waits in a cluster. */
  async fill(tx: Tx, cluster: string, trigger: Trigger): Promise<readonly string[]> {
    const version = await this.pool.lock(tx, cluster);
    return this.placements.placePending(tx, { cluster, version }, trigger);
  }

  async #request(
    tx: Tx,
    target: Target,
    { count, trigger }: Readonly<{ count: number; trigger: Trigger }>,
  ): Promise<void> {
    if (count === 0) return;
    const { endpointId, projectId, revision, cluster, hardware, desired } = target;
    const ids = Array.from({ length: count }, (_, n) => deriveId('replica', trigger.id, endpointId, n));
    await this.#each(tx, ids, trigger, (replicaId) => {
      const data = { replicaId, endpointId, projectId, revision, cluster, hardware };
      return { type: 'RequestReplica', data };
    });
    this.#log.log(
      { event: 'replica.requested', endpointId, count, desired },
      `${endpointId} needs ${count} more`,
    );
  }

  async #cancel(tx: Tx, ids: readonly string[], { target, trigger }: Doomed): Promise<void> {
    await this.#each(tx, ids, trigger, () => ({
      type: 'RecordStopped',
      nodeId: null,
      cause: stopCauseOf(target.cause),
      exitCode: null,
      lastLines: [],
      atUs: trigger.nowUs,
    }));
    await this.pool.endWaits(tx, ids);
  }

  /** One that never became ready has no requests to finish: it is let go at once. */
  async #drain(tx: Tx, ids: readonly string[], { target, trigger }: Doomed): Promise<readonly string[]> {
    const cause: StopCause = stopCauseOf(target.cause);
    const states = await this.#each(tx, ids, trigger, () => ({ type: 'DrainReplica', cause }));
    const nodeIds: string[] = [];
    for (const state of states)
      if (state.phase === 'open' && state.readyAtUs === null) {
        const nodeId = await this.store.release(tx, state.whose.replicaId, cause);
        if (nodeId !== null) nodeIds.push(nodeId);
      }
    return nodeIds;
  }

  /**
   * The same kind of command for several replicas, side by side: the store makes one commit of them. What they appended,
   * now or when this trigger came before, is in the read model at once, as it will come by the log a moment later.
   */
  async #each(
    tx: Tx,
    ids: readonly string[],
    trigger: Trigger,
    commandFor: (replicaId: string) => ReplicaCommand,
  ): Promise<readonly Replica[]> {
    const all = await Promise.all(
      ids.map((replicaId) => this.#handle(replicaId, commandFor(replicaId), trigger)),
    );
    const occurredAt = new Date(trigger.nowUs / 1000);
    for (const { events, position } of all)
      for (const [n, event] of events.entries())
        await this.pool.project(tx, { ...event, position: position - events.length + 1 + n, occurredAt });
    return all.map(({ state }) => state);
  }

  #handle(
    replicaId: string,
    command: ReplicaCommand,
    { id, cause }: Trigger,
  ): Promise<Handled<Replica, ReplicaEvent>> {
    const commandId = deriveUuid(id, command.type, replicaId);
    return this.replicas.handle(replicaId, command, { ...cause, commandId });
  }
}
