import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { NodeSyncAnswer, ReplicaFact, StopCause } from '@tidegate/contracts';
import { LifeParts } from './life-parts.handler.ts';
import { type Plan, reconcile } from './reconcile.ts';
import { howToSleep } from '../sleeping/how-to-sleep.ts';
import { ReplicaLife } from './replica-life.loop.ts';
import {
  type ReplicaRecord,
  blankRecord,
  isOfNow,
  isSettled,
  oldestFacts,
  withNothingTold,
  withTold,
} from './replica-record.ts';

/** How long to wait when a replica's lines are not delivered yet. */
const CLEAR_AGAIN_MS = 30_000;

/** All replicas of this agent's nodes. */
@Injectable()
export class Supervisor implements OnApplicationShutdown {
  readonly #log = new Logger(Supervisor.name);
  readonly #lives = new Map<string, ReplicaLife>();
  /** What is to be cleared away and when, in milliseconds of performance.now(). */
  readonly #clearAtMs = new Map<string, number>();
  readonly #listeners = new Set<(nodeId: string) => void>();
  #closing = false;

  constructor(private readonly parts: LifeParts) {}

  /** Takes over the replicas of the agent before. To be called once, before anything is applied. */
  async adopt(): Promise<void> {
    const { driver, memory, nodes } = this.parts;
    driver.onExit((exit) => {
      void this.#lives.get(exit.replicaId)?.exited(exit);
    });
    const found = new Map((await driver.adopt()).map((driven) => [driven.replicaId, driven]));
    const useless = new Map([...found.keys()].map((replicaId) => [replicaId, { unshipped: true }]));
    for (const record of memory.load()) {
      const { replicaId, nodeId, stopped, startedAtUs } = record;
      this.parts.secrets.adopt(record);
      const driven = found.get(replicaId);
      const begun = driven ?? startedAtUs ?? stopped;
      if (record.bootId !== nodes.known(nodeId)?.bootId || begun === null) {
        useless.set(replicaId, { unshipped: begun === null });
        continue;
      }
      useless.delete(replicaId);
      const life = this.#remember(record);
      if (stopped) continue;
      if (driven) life.resume(driven);
      else life.lose();
    }
    this.parts.known.allAreNamed();
    // Before anything starts: one of them may be wanted, and then it begins anew under the same id.
    await Promise.all([...useless].map(([replicaId, how]) => this.#clear(replicaId, how)));
    const count = this.#lives.size;
    if (count > 0) this.#log.log({ event: 'replicas.adopted', count }, 'took over from an earlier agent');
  }

  /** Starts what is wanted on a node and not there, stops what is there and not wanted, and puts to sleep and wakes as it is told. */
  apply(nodeId: string, { desired, stopCauses }: NodeSyncAnswer): void {
    const node = this.parts.nodes.known(nodeId);
    if (this.#closing || !node) return;
    const known = this.#livesOn(nodeId).map((life) => life.known);
    const plan = reconcile(desired, stopCauses, known);
    const { driver, stopLimitMs } = this.parts.settings;
    for (const replica of plan.start)
      this.#remember(blankRecord(replica, { nodeId, ...node, sleep: howToSleep(replica, driver) })).begin({
        desired: replica,
        takenPorts: () => this.#ports(nodeId),
      });
    for (const { replicaId, cause } of plan.stop) this.#lives.get(replicaId)?.stop(cause, stopLimitMs);
    this.#turn(plan);
    for (const replicaId of plan.tellAgain) {
      const life = this.#lives.get(replicaId);
      life?.keep(withNothingTold(life.record));
      this.#clearAtMs.delete(replicaId);
    }
    this.#tidy();
  }

  /**
   * Ends what ran on nodes that are no more. Nobody asks about them again: their leases tell what became of their
   * replicas.
   */
  letGo(isGone: (nodeId: string) => boolean): void {
    for (const life of this.#lives.values()) {
      const { record, known } = life;
      if (known.settled || known.phase === 'ending' || !isGone(record.nodeId)) continue;
      life.stop('node_lost', 0);
      void life.ended.then(() => {
        life.keep(withTold(life.record, ['started', 'ready', 'stopped']));
        this.#tidy();
      });
    }
  }

  /** What the control plane does not know yet of a node, oldest first. */
  facts(nodeId: string, most: number): ReplicaFact[] {
    return oldestFacts(
      this.#livesOn(nodeId).map(({ record }) => record),
      most,
    );
  }

  acknowledge(facts: readonly ReplicaFact[]): void {
    for (const [replicaId, known] of Map.groupBy(facts, (fact) => fact.replicaId)) {
      const life = this.#lives.get(replicaId);
      if (!life) continue;
      const kinds = known.filter((fact) => isOfNow(fact, life.record)).map(({ kind }) => kind);
      life.keep(withTold(life.record, kinds));
    }
  }

  /** Those of a node with a process, and those that are about to get one. */
  running(nodeId: string): string[] {
    return this.#livesOn(nodeId).flatMap(({ known: { replicaId, phase } }) =>
      phase === 'ended' ? [] : [replicaId],
    );
  }

  /** Called when there is something to tell the control plane of a node. */
  onFact(then: (nodeId: string) => void): () => void {
    this.#listeners.add(then);
    return () => this.#listeners.delete(then);
  }

  /** Nothing starts any more. Resolves when every replica has ended and what it wrote is on its way. */
  async stopAll(cause: StopCause, limitMs: number): Promise<void> {
    this.#closing = true;
    const lives = [...this.#lives.values()].filter(({ known }) => known.phase !== 'ended');
    await Promise.all(
      lives.map(async (life) => {
        life.stop(cause, limitMs);
        await life.ended;
        await this.parts.lines.flush(life.known.replicaId);
      }),
    );
  }

  onApplicationShutdown(): void {
    this.#closing = true;
    for (const life of this.#lives.values()) life.leave();
    this.parts.driver.close();
  }

  #turn({ sleep, wake }: Pick<Plan<unknown>, 'sleep' | 'wake'>): void {
    for (const turn of sleep) this.#lives.get(turn.replicaId)?.rest.sleep(turn);
    for (const turn of wake) this.#lives.get(turn.replicaId)?.rest.wake(turn);
  }

  #remember(record: ReplicaRecord): ReplicaLife {
    const life = new ReplicaLife(this.parts, record, () => {
      for (const then of this.#listeners) then(record.nodeId);
    });
    this.#lives.set(record.replicaId, life);
    return life;
  }

  #livesOn(nodeId: string): ReplicaLife[] {
    return [...this.#lives.values()].filter(({ record }) => record.nodeId === nodeId);
  }

  #ports(nodeId: string): Set<number> {
    return new Set(this.#livesOn(nodeId).map(({ record }) => record.port));
  }

  /** Called with every answer, so ends are remembered for as long as there is none. */
  #tidy(): void {
    const { settings } = this.parts;
    const nowMs = performance.now();
    for (const [replicaId, { record }] of this.#lives)
      if (!isSettled(record)) this.#clearAtMs.delete(replicaId);
      else if (!this.#clearAtMs.has(replicaId)) this.#clearAtMs.set(replicaId, nowMs + settings.endedKeptMs);
    for (const [replicaId, atMs] of this.#clearAtMs)
      if (nowMs >= atMs) {
        this.#clearAtMs.set(replicaId, Infinity);
        void this.#clear(replicaId);
      }
  }

  /** Ends what may still run; its files go once its lines are on their way, or with lines that nobody follows. */
  async #clear(replicaId: string, { unshipped } = { unshipped: false }): Promise<void> {
    const { driver, lines } = this.parts;
    try {
      await driver.stop(replicaId, 0);
      const isClear = (await lines.forget(replicaId)) || unshipped;
      // Its end may have to be told again meanwhile.
      const record = this.#lives.get(replicaId)?.record;
      if (record && !isSettled(record)) return;
      if (isClear) {
        await driver.remove(replicaId);
        this.parts.known.forget(replicaId);
        this.#lives.delete(replicaId);
        this.#clearAtMs.delete(replicaId);
        return;
      }
    } catch (error) {
      this.#log.warn({ event: 'replica.not_cleared', replicaId, error }, 'what is left of a replica stays');
    }
    this.#clearAtMs.set(replicaId, performance.now() + CLEAR_AGAIN_MS);
  }
}
