import { Injectable, Logger } from '@nestjs/common';
import { deriveId } from '@tidegate/eventing';
import type { Tx } from '@tidegate/eventing/nest';
import { PoolStore } from '../placement/pool.store.ts';
import { CommandReplicas } from './command-replicas.handler.ts';
import type { Missing } from '../division/division.ts';
import type { Dropped, Plan } from '../division/reconcile.ts';
import { ReplicaStore, type Situation } from '../replicas/replica.store.ts';
import type { Trigger } from './trigger.ts';

type Asked = Readonly<{ situation: Situation; trigger: Trigger }>;

/** Turns a plan for one endpoint into events. */
@Injectable()
export class CarryOut {
  readonly #log = new Logger('CarryOut');

  constructor(
    private readonly pool: PoolStore,
    private readonly store: ReplicaStore,
    private readonly command: CommandReplicas,
  ) {}

  /** @returns the nodes that need not run something any more */
  async plan(tx: Tx, { request, cancel, drain }: Plan, asked: Asked): Promise<readonly string[]> {
    await this.#request(tx, request, asked);
    await this.#cancel(tx, cancel, asked.trigger);
    return this.#drain(tx, drain, asked.trigger);
  }

  async #request(tx: Tx, missing: readonly Missing[], { situation, trigger }: Asked): Promise<void> {
    const { endpointId, projectId, cluster, desired } = situation.target;
    const asked = missing.flatMap(({ revision, count }) => {
      const needs = situation.templates.find((template) => template.revision === revision);
      if (!needs) throw new Error(`template ${String(revision)} of ${endpointId} is not known`);
      return Array.from({ length: count }, () => needs);
    });
    if (asked.length === 0) return;
    const commands = asked.map(({ revision, hardware }, n) => {
      const replicaId = deriveId('replica', trigger.id, endpointId, n);
      const data = { replicaId, endpointId, projectId, revision, cluster, hardware };
      return [replicaId, { type: 'RequestReplica', data }] as const;
    });
    await this.command.each(tx, trigger, new Map(commands));
    const count = asked.length;
    this.#log.log(
      { event: 'replica.requested', endpointId, count, desired },
      `${endpointId} needs ${String(count)} more`,
    );
  }

  /** Of those that have no place yet nothing is left to finish. */
  async #cancel(tx: Tx, dropped: readonly Dropped[], trigger: Trigger): Promise<void> {
    const end = { type: 'RecordStopped', nodeId: null, exitCode: null, lastLines: [] } as const;
    const commands = dropped.map(({ id, cause }) => [id, { ...end, cause, atUs: trigger.nowUs }] as const);
    await this.command.each(tx, trigger, new Map(commands));
    await this.pool.endWaits(
      tx,
      dropped.map(({ id }) => id),
    );
  }

  /** One that never became ready has no requests to finish: it is let go at once. */
  async #drain(tx: Tx, dropped: readonly Dropped[], trigger: Trigger): Promise<readonly string[]> {
    const commands = dropped.map(({ id, cause }) => [id, { type: 'DrainReplica', cause }] as const);
    const states = await this.command.each(tx, trigger, new Map(commands));
    const causes = new Map(dropped.map(({ id, cause }) => [id, cause]));
    const nodeIds: string[] = [];
    for (const state of states) {
      if (state.phase !== 'open' || state.readyAtUs !== null) continue;
      const { replicaId } = state.whose;
      const nodeId = await this.store.release(tx, replicaId, causes.get(replicaId) ?? 'replaced');
      if (nodeId !== null) nodeIds.push(nodeId);
    }
    return nodeIds;
  }
}
