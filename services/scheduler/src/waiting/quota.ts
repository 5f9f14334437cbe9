import { type Demand, gpuMilliOf } from '../placement/demand.ts';

/** What the replicas of one endpoint hold in GPU thousandths each, those that are on their way out left aside. */
export type EndpointUse = Readonly<{
  projectId: string;
  endpointId: string;
  /** So many are meant to be there. More than that are there for a moment: while templates or nodes are exchanged. */
  desired: number;
  held: readonly number[];
  /** GPUs that its project may hold. */
  limit: number;
}>;

type Asking = Readonly<{ projectId: string; endpointId: string; hardware: Demand['hardware'] }>;

const counted = (held: readonly number[], desired: number): number =>
  held
    .toSorted((a, b) => b - a)
    .slice(0, desired)
    .reduce((sum, milli) => sum + milli, 0);

/** GPU thousandths that endpoints hold by this count. */
export const heldOf = (uses: readonly Pick<EndpointUse, 'held' | 'desired'>[]): number =>
  uses.reduce((sum, { held, desired }) => sum + counted(held, desired), 0);

const inGpus = (milli: number): string => String(milli / 1000);

/** What projects may still take. Projects without a quota take what there is. */
export class Quotas {
  readonly #uses = new Map<string, { projectId: string; desired: number; held: number[] }>();
  readonly #limitMilli = new Map<string, number>();

  constructor(uses: readonly EndpointUse[] = []) {
    for (const { endpointId, projectId, desired, held, limit } of uses) {
      this.#uses.set(endpointId, { projectId, desired, held: [...held] });
      this.#limitMilli.set(projectId, limit * 1000);
    }
  }

  /** Counts all of them, or none when they are too many together. @returns why not, or null */
  take(all: readonly Asking[]): string | null {
    const before = this.#heldBy(all);
    for (const { endpointId, hardware } of all) this.#uses.get(endpointId)?.held.push(gpuMilliOf(hardware));
    const over = this.#heldBy(all).find(
      ({ projectId, milli }, n) =>
        milli > (before[n]?.milli ?? 0) && milli > (this.#limitMilli.get(projectId) ?? Infinity),
    );
    if (!over) return null;
    this.giveBack(all);
    const held = before.find(({ projectId }) => projectId === over.projectId)?.milli ?? 0;
    const limit = this.#limitMilli.get(over.projectId) ?? 0;
    return `Waits for quota: its project holds ${inGpus(held)} of its ${inGpus(limit)} GPUs, and ${inGpus(over.milli - held)} more are needed.`;
  }

  /** They found no place after all. */
  giveBack(all: readonly Asking[]): void {
    for (const { endpointId, hardware } of all) {
      const held = this.#uses.get(endpointId)?.held;
      const at = held?.lastIndexOf(gpuMilliOf(hardware)) ?? -1;
      if (at >= 0) held?.splice(at, 1);
    }
  }

  #heldBy(all: readonly Asking[]): readonly Readonly<{ projectId: string; milli: number }>[] {
    return [...new Set(all.map(({ projectId }) => projectId))].map((projectId) => ({
      projectId,
      milli: heldOf([...this.#uses.values()].filter((use) => use.projectId === projectId)),
    }));
  }
}
