import type { AnyEvent, Recorded } from '@tidegate/contracts';
import type { RunningService } from '@tidegate/bootstrap';
import { causeOf } from '@tidegate/eventing';
import { Consumer, Db, EventStore, Followers, On } from '@tidegate/eventing/nest';
import { sql } from '@tidegate/eventing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figures, type Progress, quantile } from '../benchmark.ts';
import { priced } from './priced.ts';

const PER_SECOND = 200;
const SECONDS = 8;
/** The first ones find cold code. */
const WARM_UP = 200;

/** When each event came to the log consumer, by its position, in the order of coming. */
const consumed = new Map<number, number>();
let repeated = 0;

/** A log consumer as services have them: its checkpoint moves with each event. */
export class Watcher {
  watch(event: Recorded<AnyEvent>): Promise<void> {
    if (consumed.has(event.position)) repeated++;
    else consumed.set(event.position, performance.now());
    return Promise.resolve();
  }
}
const watch = Object.getOwnPropertyDescriptor(Watcher.prototype, 'watch') ?? {};
On('RatePublished')(Watcher.prototype, 'watch', watch);
Consumer('reader.watch')(Watcher);

const isOrdered = (positions: readonly number[]): number =>
  positions.filter((position, i) => i > 0 && position <= (positions[i - 1] ?? 0)).length;

/** Waits until the relay has brought LOG to the end of the log, and the consumer is there too. */
const untilQuiet = async (service: RunningService, progress: Progress): Promise<void> => {
  const [db, store] = [Db, EventStore].map((token) => service.app.get<unknown>(token, { strict: false })) as [
    Db,
    EventStore,
  ];
  const head = await store.head();
  progress(`carrying ${String(head)} events to the bus first`);
  for (;;) {
    await store.append(
      `rate-quiet`,
      'any',
      [priced(1)],
      causeOf({ commandId: randomUUID(), actor: 'operator' }),
    );
    await pause(200);
    const [row] = await db.query<{ lag: number }>(
      sql`select (select max(position) from es.events) - position as lag from es.checkpoints where consumer = 'reader.watch'`,
    );
    if (row?.lag === 0) return;
  }
};

/** From the moment that an append is known to be committed to the moment that a consumer has the event. */
export const measureDelivery = async (service: RunningService, progress: Progress): Promise<Figures> => {
  const store = service.app.get(EventStore, { strict: false });
  const followed = new Map<number, number>();
  const follower = service.app.get(Followers, { strict: false }).follow({
    name: 'reader.follow',
    types: ['RatePublished'],
    apply: (event) => followed.set(event.position, performance.now()),
  });
  await follower.ready;
  await untilQuiet(service, progress);
  const committed = new Map<number, number>();
  const appends: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < PER_SECOND * SECONDS; n++) {
    const early = startedAt + (n * 1000) / PER_SECOND - performance.now();
    if (early > 0) await pause(early);
    const cause = causeOf({ commandId: randomUUID(), actor: 'operator' });
    appends.push(
      store.append(randomUUID(), 0, [priced(n)], cause).then(({ firstPosition }) => {
        committed.set(firstPosition, performance.now());
      }),
    );
  }
  await Promise.all(appends);
  await pause(1500);
  const positions = [...committed.keys()].sort((a, b) => a - b).slice(WARM_UP);
  const latencies = (seen: ReadonlyMap<number, number>): number[] =>
    positions.flatMap((position) => {
      const at = seen.get(position);
      return at === undefined ? [] : [Math.max(0, at - (committed.get(position) ?? 0))];
    });
  const [byConsumer, byFollower] = [latencies(consumed), latencies(followed)];
  progress(
    `${String(byConsumer.length)} of ${String(positions.length)} events, ${String(repeated)} came twice`,
  );
  return {
    commitToConsumerP50Ms: quantile(byConsumer, 0.5),
    commitToConsumerP99Ms: quantile(byConsumer, 0.99),
    commitToFollowerP50Ms: quantile(byFollower, 0.5),
    commitToFollowerP99Ms: quantile(byFollower, 0.99),
    lost: positions.length - byConsumer.length,
    outOfOrder: isOrdered([...consumed.keys()]) + isOrdered([...followed.keys()]),
  };
};
