import type { Usage } from './process-usage.ts';

export type RoundUsage = Usage & Readonly<{ cores: number | null }>;
type Last = Readonly<{ cpuSeconds: number; atMs: number }>;

/** Shorter than that, the hundredths in which the system counts are most of the number. */
const LEAST_APART_MS = 50;

/** What replicas use, from round to round. */
export class UsageRounds {
  readonly #last = new Map<string, Last>();

  /**
   * A process that ends unseen takes its share of the processor time with it, and a counter never falls.
   * @param atMs of a clock that only goes forward
   * @returns with the cores that were busy since the round before, null in the first
   */
  next(replicaId: string, usage: Usage, atMs: number): RoundUsage {
    const last = this.#last.get(replicaId);
    const cpuSeconds = Math.max(usage.cpuSeconds, last?.cpuSeconds ?? 0);
    this.#last.set(replicaId, { cpuSeconds, atMs });
    const sinceMs = last ? atMs - last.atMs : 0;
    const cores =
      last && sinceMs >= LEAST_APART_MS ? ((cpuSeconds - last.cpuSeconds) * 1000) / sinceMs : null;
    return { cpuSeconds, memoryBytes: usage.memoryBytes, cores };
  }

  keepOnly(replicaIds: ReadonlySet<string>): void {
    for (const id of this.#last.keys()) if (!replicaIds.has(id)) this.#last.delete(id);
  }
}
