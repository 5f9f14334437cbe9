import { Injectable, Logger } from '@nestjs/common';
import type { NodeSyncAsk, ReplicaFact } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Replicas } from '../replicas/replica.handler.ts';
import { commandOf, inOrderOfLife, onSimulatedGpus } from './facts.ts';
import { NodeStore } from './node.store.ts';

/** As many as one ask may hold: one that is full may not tell all. */
const MOST_FACTS = 200;
const MOST_RUNNING = 2000;

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
      gone.map(({ id, cause }) =>
        this.replicas.handle(
          id,
          {
            type: 'RecordStopped',
            nodeId: ask.nodeId,
            cause,
            exitCode: null,
            lastLines: [],
            atUs: Math.max(0, clockOffsetUs + ask.monotonicUs),
          },
          causeOf({ commandId: deriveUuid(id, 'never ran on'), actor: `node:${ask.nodeId}` }),
        ),
      ),
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
