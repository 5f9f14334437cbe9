import { Injectable } from '@nestjs/common';
import type { Tx } from '@tidegate/eventing/nest';
import { displace, giveBack } from '../placement/displacement.ts';
import { Placements } from '../placement/placement.handler.ts';
import { PoolStore } from '../placement/pool.store.ts';
import { heldBackAt } from '../crashes/back-off.ts';
import { CarryOut } from './carry-out.handler.ts';
import { canSleep } from '../division/can-sleep.ts';
import type { MakeRoom } from '../division/division.ts';
import { type LiveReplica, isWithoutRoom } from '../division/live-replica.ts';
import { type Wanted, reconcile } from '../division/reconcile.ts';
import { ReplicaStore, type Situation } from '../replicas/replica.store.ts';
import type { Trigger } from './trigger.ts';

/** Where nothing waits for room, none has to be made. */
const NO_ROOM_NEEDED: MakeRoom = () => ({ gone: new Set(), hopeless: 0 });

/**
 * Makes the replicas of an endpoint as many as its target says, and divides them between its templates. It works inside
 * one transaction with the cluster locked, and writes what it appends into the read model at once: the next look, by
 * whomever, already counts it.
 */
@Injectable()
export class MeetScale {
  constructor(
    private readonly pool: PoolStore,
    private readonly store: ReplicaStore,
    private readonly carryOut: CarryOut,
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
    const { target } = situation;
    const plan = reconcile(wantedOf(situation, trigger.nowUs), await this.#roomFor(tx, situation));
    const released = await this.carryOut.plan(tx, plan, { situation, trigger });
    if (plan.request.length === 0 && !freed) return released;
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

  /** What the endpoint's own replicas would leave to those of it that wait. What drains will be free anyway. */
  async #roomFor(tx: Tx, { target, rollout, live, templates }: Situation): Promise<MakeRoom> {
    if (!rollout || !live.some(isWithoutRoom)) return NO_ROOM_NEEDED;
    const held = await this.pool.held(tx, target.endpointId);
    const alive = new Set(live.map(({ id }) => id));
    const draining = held.filter(({ id }) => !alive.has(id));
    const rooms = giveBack(await this.pool.rooms(tx, target.cluster), draining);
    const heldBy = new Map(held.map((holding) => [holding.id, holding]));
    const heldOf = (replicas: readonly LiveReplica[]) => replicas.flatMap(({ id }) => heldBy.get(id) ?? []);
    const needs = new Map(templates.map((template) => [template.revision, template]));
    return (waiting, { leaving, mayGo, most }) => {
      const { gone, hopeless } = displace(giveBack(rooms, heldOf(leaving)), {
        waiting: waiting.flatMap(({ id, revision }) => {
          const needed = needs.get(revision);
          return needed ? [{ ...needed, id, endpointId: target.endpointId }] : [];
        }),
        mayGo: heldOf(mayGo),
        most,
      });
      return { gone: new Set(gone), hopeless };
    };
  }
}

const wantedOf = (
  { target, rollout, live, absent, backOffs, templates }: Situation,
  nowUs: number,
): Wanted => {
  const turns = new Map(target.spare.map((id, at) => [id, at]));
  const needs = new Map(templates.map((template) => [template.revision, template]));
  return {
    desired: target.desired,
    scaleCause: target.cause,
    serving: target.serving,
    isAborted: target.isAborted,
    rollout,
    live: live.map(({ driver, ...replica }): LiveReplica => {
      const [spareAt, needed] = [turns.get(replica.id), needs.get(replica.revision)];
      const sleeps = needed !== undefined && canSleep(needed, driver);
      return { ...replica, ...(spareAt !== undefined && { spareAt }), canSleep: sleeps };
    }),
    absent,
    nowUs,
    heldBack: (revision: number): number =>
      heldBackAt(
        backOffs.find((backOff) => backOff.revision === revision),
        nowUs,
      ),
  };
};
