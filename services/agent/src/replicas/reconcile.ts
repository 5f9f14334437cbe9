import type { StopCause } from '@tidegate/contracts';

/** `alive`: meant to run, be it only about to start; `ending`: told to stop; `ended`: nothing of it runs. */
export type Known = Readonly<{
  replicaId: string;
  phase: 'alive' | 'ending' | 'ended';
  /** The control plane has been told of its end. */
  settled: boolean;
  gpuIndices: readonly number[];
}>;

export type Plan<Desired> = Readonly<{
  start: readonly Desired[];
  stop: readonly Readonly<{ replicaId: string; cause: StopCause }>[];
  /** Ended and told of, and still wanted: its end has not arrived. */
  tellAgain: readonly string[];
}>;

/**
 * From what a node must run and what it knows of, what to do. A replica has one life: what has ended, or is about to,
 * is never started again, though an answer that was on its way meanwhile still lists it. Nothing starts on a GPU that one still
 * holds which is not wanted any more: its memory would not be there yet. Its end is told, and then it is asked again.
 */
export const reconcile = <Desired extends Readonly<{ replicaId: string; gpuIndices: readonly number[] }>>(
  desired: readonly Desired[],
  stopCauses: Readonly<Record<string, StopCause>>,
  known: readonly Known[],
): Plan<Desired> => {
  const here = new Map(known.map((replica) => [replica.replicaId, replica]));
  const wanted = new Map(desired.map((replica) => [replica.replicaId, replica]));
  const leaving = known.filter(({ replicaId, phase }) => phase !== 'ended' && !wanted.has(replicaId));
  const busy = new Set(leaving.flatMap(({ gpuIndices }) => gpuIndices));
  return {
    start: [...wanted.values()].filter(
      ({ replicaId, gpuIndices }) => !here.has(replicaId) && !gpuIndices.some((index) => busy.has(index)),
    ),
    stop: known
      .filter(({ replicaId, phase }) => phase === 'alive' && !wanted.has(replicaId))
      .map(({ replicaId }) => ({
        replicaId,
        cause: (Object.hasOwn(stopCauses, replicaId) ? stopCauses[replicaId] : undefined) ?? 'orphaned',
      })),
    tellAgain: known
      .filter(({ replicaId, settled }) => settled && wanted.has(replicaId))
      .map(({ replicaId }) => replicaId),
  };
};
