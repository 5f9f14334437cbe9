import { metrics } from '@opentelemetry/api';
import { ReplicaRegistry, type RunningReplica } from './replica-registry.ts';

/** The registry as its owner, the supervisor, writes it. */
export class RunningReplicas extends ReplicaRegistry {
  readonly #replicas = new Map<string, RunningReplica>();
  readonly #listeners = new Set<() => void>();

  constructor() {
    super();
    metrics
      .getMeter('tidegate')
      .createObservableGauge('tidegate_agent_replicas', {
        description: 'Replicas that run here: `ready`, or `starting`, be it again.',
      })
      .addCallback((result) => {
        const all = this.running();
        const ready = all.filter((replica) => replica.ready).length;
        result.observe(ready, { state: 'ready' });
        result.observe(all.length - ready, { state: 'starting' });
      });
  }

  override running(): readonly RunningReplica[] {
    return [...this.#replicas.values()];
  }

  override onChange(then: () => void): () => void {
    this.#listeners.add(then);
    return () => this.#listeners.delete(then);
  }

  put(replica: RunningReplica): void {
    this.#replicas.set(replica.replicaId, replica);
    this.#tell();
  }

  delete(replicaId: string): void {
    if (this.#replicas.delete(replicaId)) this.#tell();
  }

  #tell(): void {
    for (const then of this.#listeners) then();
  }
}
