import type { StopCause } from '@tidegate/contracts';

/** `alive`: meant to run, be it only about to start; `ending`: told to stop; `ended`: nothing of it runs. */
export type Known = Readonly<{
  replicaId: string;
  phase: 'alive' | 'ending' | 'ended';
  /** The control plane has been told of its end. */
  settled: boolean;
  gpuIndices: readonly number[];
  /** Or about to be. */
  isAsleep: boolean;
  /** How often it was told to wake. */
  wakes: number;
}>;

/** A replica, and how often it was to wake by then. */
export type Turn = Readonly<{
  replicaId: string;
  wakes: number;
  /** W3C trace context of why it wakes. */
  traceparent?: string;
}>;

export type Plan<Desired> = Readonly<{
  start: readonly Desired[];
  sleep: readonly Turn[];
  wake: readonly Turn[];
  stop: readonly Readonly<{ replicaId: string; cause: StopCause }>[];
  /** Ended and told of, and still wanted: its end has not arrived. */
  tellAgain: readonly string[];
}>;

type Wanted = Readonly<{
  replicaId: string;
  gpuIndices: readonly number[];
  asleep?: boolean | undefined;
  wakes?: number | undefined;
  traceparent?: string | undefined;
}>;

/**
 * From what a node must run and what it knows of, what to do. A replica has one life: what has ended, or is about to,
 * is never started again, though an answer that was on its way meanwhile still lists it. Nothing starts on a GPU that one still
 * holds which is not wanted any more: its memory would not be there yet. Its end is told, and then it is asked again.
 *
 * Each wake has a number, so an answer that was on its way meanwhile puts nothing to sleep that was woken since, and wakes nothing
 * twice. What is to sleep and does not run is not started: it has ended.
 */
export const reconcile = <Desired extends Wanted>(
  desired: readonly Desired[],
  stopCauses: Readonly<Record<string, StopCause>>,
  known: readonly Known[],
): Plan<Desired> => {
  const here = new Map(known.map((replica) => [replica.replicaId, replica]));
  const wanted = new Map(desired.map((replica) => [replica.replicaId, replica]));
  const leaving = known.filter(({ replicaId, phase }) => phase !== 'ended' && !wanted.has(replicaId));
  const busy = new Set(leaving.flatMap(({ gpuIndices }) => gpuIndices));
  const turns = known.flatMap((replica) => {
    const { replicaId, phase } = replica;
    const { asleep = false, wakes = 0, traceparent } = wanted.get(replicaId) ?? {};
    const traced = traceparent !== undefined && { traceparent };
    return phase === 'alive' && wanted.has(replicaId)
      ? [{ turn: { replicaId, wakes, ...traced }, asleep, replica }]
      : [];
  });
  return {
    start: [...wanted.values()].filter(
      ({ replicaId, gpuIndices, asleep }) =>
        asleep !== true && !here.has(replicaId) && !gpuIndices.some((index) => busy.has(index)),
    ),
    sleep: turns
      .filter(
        ({ asleep, turn: { wakes }, replica }) =>
          asleep && (wakes > replica.wakes || (wakes === replica.wakes && !replica.isAsleep)),
      )
      .map(({ turn }) => turn),
    wake: turns
      .filter(({ asleep, turn: { wakes }, replica }) => !asleep && wakes > replica.wakes)
      .map(({ turn }) => turn),
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
