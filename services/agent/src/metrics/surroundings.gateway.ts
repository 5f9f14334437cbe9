import { Injectable } from '@nestjs/common';
import type { RunningReplica } from '../replicas/replica-registry.ts';
import { NodeDisk } from './node-disk.gateway.ts';
import { NodeGpus } from './node-gpus.gateway.ts';
import { nodeMetrics } from './node-metrics.ts';
import { groupUsage } from './process-usage.gateway.ts';
import type { Usage } from './process-usage.ts';
import { usageMetrics } from './replica-metrics.ts';
import { UsageRounds } from './usage-rounds.ts';

/** What one round has seen of the node. */
export type Round = Readonly<{
  metricsOf: (replica: RunningReplica) => Record<string, number>;
  /** Why no process can be seen now; null: they can. */
  problem: unknown;
}>;

/** What is seen of replicas from outside: their processes, GPUs and disk, each asked for once a round for all of them. */
@Injectable()
export class Surroundings {
  readonly #rounds = new UsageRounds();

  constructor(
    private readonly gpus: NodeGpus,
    private readonly disk: NodeDisk,
  ) {}

  async look(ready: readonly RunningReplica[]): Promise<Round> {
    let problem: unknown = null;
    this.#rounds.keepOnly(new Set(ready.map(({ replicaId }) => replicaId)));
    if (ready.some(({ share }) => share && share.gpuIndices.length > 0)) this.gpus.look();
    const groups = new Set(ready.map(({ groupId }) => groupId));
    const [usage, diskPercent] = await Promise.all([
      groupUsage(groups).catch((error: unknown): ReadonlyMap<number, Usage> => {
        problem = error;
        return new Map();
      }),
      ready.length > 0 ? this.disk.fullPercent() : null,
    ]);
    const atMs = performance.now();
    const used = new Map(
      ready.flatMap(({ replicaId, groupId }) => {
        const found = usage.get(groupId);
        return found ? [[replicaId, this.#rounds.next(replicaId, found, atMs)] as const] : [];
      }),
    );
    return {
      problem,
      metricsOf: ({ replicaId, share }) => {
        const own = used.get(replicaId);
        const gpus = share ? this.gpus.of(share.gpuIndices) : null;
        const { cores = null, memoryBytes = null } = own ?? {};
        return { ...nodeMetrics({ cores, memoryBytes, gpus, diskPercent }, share), ...usageMetrics(own) };
      },
    };
  }
}
