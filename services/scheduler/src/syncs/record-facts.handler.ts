import { Injectable, Logger } from '@nestjs/common';
import type { NodeSyncAsk, ReplicaFact, StopCause } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Replicas } from '../replicas/replica.handler.ts';
import { commandOf, inOrderOfLife, onSimulatedGpus } from './facts.ts';
import { NodeStore } from '../nodes/node.store.ts';

/** As many as one ask may hold: one that is full may not tell all. */
const MOST_FACTS = 200;
export const MOST_RUNNING = 2000;

/** An end that no agent tells of. */
type End = Readonly<{ cause: StopCause; clockOffsetUs: number; why: string; lastLines?: readonly string[] }>;

/** Turns what an agent saw into events. Each kind happens once in a replica's life, and its event's id says so. */
@Injectable()
export class RecordFacts {
  readonly #log = new Logger('RecordFacts');

  constructor(
    private readonly store: NodeStore,
    private readonly replicas: Replicas,
  ) {}

  /** Resolves when every fact is in the log or known to say nothing new. */
  async record(ask: NodeSyncAsk, clockOffsetUs: number): Promise<void> {
    if (ask.facts.length === 0) return;
    const { nodeId, address, capacity } = ask;
    const open = new Map((await this.store.openReplicas(nodeId)).map((replica) => [replica.id, replica]));
    const byReplica = [...Map.groupBy(ask.facts, ({ replicaId }) => replicaId)];
    await Promise.all(
      byReplica.map(async ([replicaId, facts]) => {
        const replica = open.get(replicaId);
        // Ended, or another node's: what is told of it here changes nothing any more.
        if (!replica) return;
        const simulated = onSimulatedGpus(capacity, replica.gpuIndices);
        for (const fact of inOrderOfLife(facts))
          await this.#one(fact, { nodeId, address, clockOffsetUs, simulated });
      }),
    );
  }

  /**
   * Ends what was let go and does not run: it may have been let go before its node ever heard of it, and then nobody
   * else would tell of its end.
   */
  async endReleased(ask: NodeSyncAsk, clockOffsetUs: number): Promise<void> {
    if (ask.facts.length >= MOST_FACTS || ask.running.length >= MOST_RUNNING) return;
    const running = new Set(ask.running);
    const gone = (await this.store.released(ask.nodeId)).filter(({ id }) => !running.has(id));
    await Promise.all(
      gone.map(({ id, cause }) => this.#end(id, ask, { cause, clockOffsetUs, why: 'never ran on' })),
    );
  }

  /** What cannot be told to a node can never run there. */
  async endTooLarge(ask: NodeSyncAsk, clockOffsetUs: number, replicaIds: readonly string[]): Promise<void> {
    const lastLines = ['the configuration of this replica is too large to be sent to its node'];
    const how = { cause: 'launch_failed', clockOffsetUs, why: 'too large for', lastLines } as const;
    await Promise.all(replicaIds.map((id) => this.#end(id, ask, how)));
  }

  async #end(replicaId: string, { nodeId, monotonicUs }: NodeSyncAsk, how: End): Promise<void> {
    const { cause, clockOffsetUs, why, lastLines = [] } = how;
    const atUs = Math.max(0, clockOffsetUs + monotonicUs);
    await this.replicas.handle(
      replicaId,
      { type: 'RecordStopped', nodeId, cause, exitCode: null, lastLines, atUs },
      causeOf({ commandId: deriveUuid(replicaId, why), actor: `node:${nodeId}` }),
    );
  }

  async #one(fact: ReplicaFact, teller: Parameters<typeof commandOf>[1]): Promise<void> {
    const { replicaId, kind } = fact;
    const command = commandOf(fact, teller);
    if (!command) {
      this.#log.warn({ event: 'fact.incomplete', replicaId, kind }, `a fact of ${replicaId} was incomplete`);
      return;
    }
    await this.replicas.handle(
      replicaId,
      command,
      causeOf({ commandId: deriveUuid(replicaId, kind), actor: `node:${teller.nodeId}` }),
    );
  }
}
