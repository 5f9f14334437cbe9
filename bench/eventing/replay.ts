import type { RunningService } from '@tidegate/bootstrap';
import { projection, sql } from '@tidegate/eventing';
import { Db, EventStore, rebuild } from '@tidegate/eventing/nest';
import { type Figures, median, type Progress } from '../benchmark.ts';

const PAGE = 2000;
const ROUNDS = 3;
const MOST_EVENTS = 50_000;

export const prices = projection({
  name: 'writer.prices',
  version: 1,
  tables: ['prices'],
  on: {
    RatePublished: ({ streamId, data }) => sql`
      insert into prices (stream_id, price) values (${streamId}, ${data.priceNanoUsdPerHour})
      on conflict (stream_id) do update set price = excluded.price`,
  },
});

const perSecond = async (work: () => Promise<number>): Promise<number> => {
  const startedAt = performance.now();
  return (await work()) / ((performance.now() - startedAt) / 1000);
};

/** Reads the log from its beginning: into a map in memory, and into a table of Postgres. */
export const measureReplay = async (service: RunningService, progress: Progress): Promise<Figures> => {
  const db = service.app.get(Db, { strict: false });
  const store = service.app.get(EventStore, { strict: false });
  const replay = async (): Promise<number> => {
    const model = new Map<string, number>();
    let after = 0;
    let count = 0;
    while (count < MOST_EVENTS) {
      const events = await store.readLog({ after, limit: PAGE, types: ['RatePublished'] });
      for (const event of events)
        if (event.type === 'RatePublished') model.set(event.streamId, event.data.priceNanoUsdPerHour);
      count += events.length;
      after = events.at(-1)?.position ?? after;
      if (events.length < PAGE) break;
    }
    return count;
  };
  const rebuildAll = async (): Promise<number> => {
    await rebuild(prices, { db, store, schema: 'writer' });
    const [row] = await db.query<{ count: number }>(sql`select count(*) as count from prices`);
    return row?.count ?? 0;
  };
  await db.query(
    sql`create table prices (stream_id text constraint prices_pkey primary key, price bigint not null)`,
  );
  await db.query(sql`insert into es.checkpoints (consumer, position) values ('writer.prices', 0)`);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rates.push(await perSecond(replay));
  const rebuilt = await perSecond(rebuildAll);
  progress(`replayed ${median(rates).toFixed(0)}/s in memory, ${rebuilt.toFixed(0)}/s into Postgres`);
  return { replayPerSecond: median(rates), rebuildPerSecond: rebuilt };
};
