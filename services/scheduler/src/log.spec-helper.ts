import { expect } from '@jest/globals';
import type { AnyEvent, HardwareShape, Recorded } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore } from '@tidegate/eventing/nest';
import type { TestService } from '@tidegate/testing';

/** The whole log, in pages. */
export const wholeLog = async (service: TestService): Promise<Recorded<AnyEvent>[]> => {
  const store = service.get(EventStore);
  const log: Recorded<AnyEvent>[] = [];
  for (;;) {
    const page = await store.readLog({ after: log.length, limit: 1000 });
    log.push(...page);
    if (page.length < 1000) return log;
  }
};

type Typed<Type extends AnyEvent['type']> = Recorded<Extract<AnyEvent, { type: Type }>>;

export const typed = <Type extends AnyEvent['type']>(
  log: readonly Recorded<AnyEvent>[],
  type: Type,
): Typed<Type>[] => log.filter((event): event is Typed<Type> => event.type === type);

/** Whole GPUs and shares in use, folded from the log alone: an account that the scheduler has no part in. */
export const mostHeld = (log: readonly Recorded<AnyEvent>[]): number => {
  const held = new Map<string, { nodeId: string; gpuIndices: number[]; hardware: HardwareShape }>();
  const stopped = new Set<string>();
  let most = 0;
  for (const event of log) {
    if (event.type === 'ReplicaPlaced' && !stopped.has(event.data.replicaId)) {
      expect(held.has(event.data.replicaId)).toBe(false);
      held.set(event.data.replicaId, event.data);
    }
    if (event.type !== 'ReplicaStopped' && event.type !== 'ReplicaPlaced') continue;
    if (event.type === 'ReplicaStopped') {
      stopped.add(event.data.replicaId);
      held.delete(event.data.replicaId);
    }
    const perGpu = new Map<string, number>();
    for (const { nodeId, gpuIndices, hardware } of held.values())
      for (const index of gpuIndices) {
        const key = `${nodeId}/${index}`;
        perGpu.set(key, (perGpu.get(key) ?? 0) + hardware.gpuThousandths);
      }
    most = Math.max(most, ...perGpu.values());
  }
  return most;
};

/** The same by the time for which each is paid: from its start until its end. */
export const mostHeldAtOnce = (log: readonly Recorded<AnyEvent>[]): number => {
  const placed = new Map(typed(log, 'ReplicaPlaced').map(({ data }) => [data.replicaId, data]));
  const moves = log.flatMap((event) => {
    if (event.type !== 'ReplicaStarted' && event.type !== 'ReplicaStopped') return [];
    const place = placed.get(event.data.replicaId);
    const isStart = event.type === 'ReplicaStarted';
    const atUs = isStart ? event.data.startedAtUs : event.data.stoppedAtUs;
    return place ? [{ ...place, atUs, isStart }] : [];
  });
  const started = new Set<string>();
  const perGpu = new Map<string, number>();
  let most = 0;
  for (const { replicaId, nodeId, gpuIndices, hardware, isStart } of moves.toSorted(
    (a, b) => a.atUs - b.atUs || Number(a.isStart) - Number(b.isStart),
  )) {
    if (isStart) started.add(replicaId);
    // What never started held nothing.
    else if (!started.has(replicaId)) continue;
    for (const index of gpuIndices) {
      const key = `${nodeId}/${String(index)}`;
      const held = (perGpu.get(key) ?? 0) + (isStart ? 1 : -1) * hardware.gpuThousandths;
      perGpu.set(key, held);
      most = Math.max(most, held);
    }
  }
  return most;
};

/** How many took requests at each position of the log, from the first time that so many did. */
export const leastReady = (log: readonly Recorded<AnyEvent>[], from: number): number => {
  const ready = new Set<string>();
  const counts: number[] = [];
  for (const event of log) {
    if (event.type === 'ReplicaReady' || event.type === 'ReplicaResumed') ready.add(event.data.replicaId);
    else if (event.type === 'ReplicaDraining' || event.type === 'ReplicaStopped')
      ready.delete(event.data.replicaId);
    else continue;
    if (counts.length > 0 || ready.size === from) counts.push(ready.size);
  }
  return Math.min(...counts);
};

/** The read model knows what was in the log when this was called. */
export const caughtUp = async (service: TestService): Promise<void> => {
  const goal = await service.get(EventStore).head();
  await service.eventually(async () => {
    const [row] = await service
      .get(Db)
      .query<{ position: number }>(
        sql`select position from es.checkpoints where consumer = 'scheduler.pool'`,
      );
    expect(row?.position).toBeGreaterThanOrEqual(goal);
  });
};
