import { Injectable, Logger } from '@nestjs/common';
import type { NodeSyncAsk, ReplicaFact, StopCause } from '@tidegate/contracts';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { SpanKind, contextFromTraceparent, inSpan } from '@tidegate/eventing/nest';
import { Replicas } from '../replicas/replica.handler.ts';
import { commandOf, inOrderOfLife, nameOf, onSimulatedGpus } from './facts.ts';
import { NodeStore } from '../nodes/node.store.ts';

/** As many as one ask may hold: one that is full may not tell all. */
export const MOST_RUNNING = 2000;

/** An end that no agent tells of. */
type End = Readonly<{ cause: StopCause; clockOffsetUs: number; why: string; lastLines?: readonly string[] }>;

/** Turns what an agent saw into events. Each happens once in a replica's life, or once between two wakes, and its event's id says so. */
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
    const done = await Promise.allSettled(
      byReplica.map(async ([replicaId, facts]) => {
        const replica = open.get(replicaId);
        // Ended, or another node's: what is told of it here changes nothing any more.
        if (!replica) return;
        const simulated = onSimulatedGpus(capacity, replica.gpuIndices);
        for (const fact of inOrderOfLife(facts))
          await traced(fact, () => this.#one(fact, { nodeId, address, clockOffsetUs, simulated }));
      }),
    );
    // What is told of one replica waits for no other's.
    const failed = done.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  /**
   * Ends what was let go and does not run: it may have been let go before its node ever heard of it, and then nobody
   * else would tell of its end. What did run tells of it by itself, though perhaps not in the first ask that tells anything.
   */
  async endReleased(ask: NodeSyncAsk, clockOffsetUs: number): Promise<void> {
    if (ask.running.length >= MOST_RUNNING) return;
    const there = new Set([...ask.running, ...ask.facts.map(({ replicaId }) => replicaId)]);
    const tellsNothing = ask.facts.length === 0;
    const gone = (await this.store.released(ask.nodeId)).filter(
      ({ id, started }) => !there.has(id) && (tellsNothing || !started),
    );
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
      causeOf({ commandId: deriveUuid(replicaId, nameOf(fact)), actor: `node:${teller.nodeId}` }),
    );
  }
}

/** What an agent tells of a start is part of the start's trace, whichever ask brings it. */
const traced = ({ traceparent, replicaId, kind }: ReplicaFact, record: () => Promise<void>): Promise<void> =>
  traceparent === undefined
    ? record()
    : inSpan(
        {
          name: `record ${kind}`,
          kind: SpanKind.INTERNAL,
          parent: contextFromTraceparent(traceparent),
          attributes: { 'tidegate.replica.id': replicaId },
        },
        record,
      );
