import { Injectable, Logger } from '@nestjs/common';
import { deriveId, deriveUuid } from '@tidegate/eventing';
import type { Tx } from '@tidegate/eventing/nest';
import { PoolStore } from '../placement/pool.store.ts';
import { CommandReplicas } from './command-replicas.handler.ts';
import { newIds } from './new-ids.ts';
import type { Missing } from '../division/division.ts';
import type { Dropped, Plan } from '../division/reconcile.ts';
import { LetGo } from '../replicas/let-go.handler.ts';
import type { Situation } from '../replicas/replica.store.ts';
import type { Trigger } from './trigger.ts';

type Asked = Readonly<{ situation: Situation; trigger: Trigger }>;

/** Turns a plan for one endpoint into events. */
@Injectable()
export class CarryOut {
  readonly #log = new Logger('CarryOut');

  constructor(
    private readonly pool: PoolStore,
    private readonly letGo: LetGo,
    private readonly command: CommandReplicas,
  ) {}

  /** @returns the nodes that must wake something, or need not run it any more */
  async plan(
    tx: Tx,
    { resume, wake, request, cancel, drain }: Plan,
    asked: Asked,
  ): Promise<readonly string[]> {
    const { trigger } = asked;
    await this.command.each(tx, trigger, new Map(resume.map((id) => [id, { type: 'ResumeReplica' }])));
    const woken = wake.map(({ id, nodeId }) => [id, { type: 'WakeReplica', nodeId }] as const);
    await this.command.each(tx, trigger, new Map(woken));
    await this.#request(tx, request, asked);
    await this.#cancel(tx, cancel, trigger);
    const freed = await this.letGo.each(tx, drain, trigger);
    return [...wake.map(({ nodeId }) => nodeId), ...freed];
  }

  async #request(tx: Tx, missing: readonly Missing[], { situation, trigger }: Asked): Promise<void> {
    const { endpointId, projectId, cluster, desired } = situation.target;
    const asked = missing.flatMap(({ revision, count }) => {
      const needs = situation.templates.find((template) => template.revision === revision);
      if (!needs) throw new Error(`template ${String(revision)} of ${endpointId} is not known`);
      const gang = needs.placement.gang && count > 1 ? gangOf(endpointId, trigger, { revision, count }) : {};
      return Array.from({ length: count }, () => ({ revision, hardware: needs.hardware, ...gang }));
    });
    if (asked.length === 0) return;
    const newId = newIds(
      situation.live.map(({ id }) => id),
      (n) => deriveId('replica', trigger.id, endpointId, n),
    );
    const commands = asked.map((what) => {
      const replicaId = newId();
      const data = { replicaId, endpointId, projectId, cluster, ...what };
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
}

/** What one decision asks for of one template. */
const gangOf = (
  endpointId: string,
  trigger: Trigger,
  { revision, count: size }: Missing,
): Readonly<{ gang: { id: string; size: number } }> => ({
  gang: { id: deriveUuid(trigger.id, 'gang', endpointId, revision), size },
});
