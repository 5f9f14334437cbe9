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
