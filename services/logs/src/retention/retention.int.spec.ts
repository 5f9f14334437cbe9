import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EVERY_LINE } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Clock, Db } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { LineReader } from '../lines/line-reader.store.ts';
import { LineWriter } from '../lines/line-writer.store.ts';
import { linesOf } from '../lines/shipped-lines.ts';
import { LogsModule } from '../logs.module.ts';
import { DAY_US, dayOf, tableOf } from './days.ts';
import { KeepWithinLimits } from './retention.loop.ts';
import { RetentionStore } from './retention.store.ts';
import { TEST_LIMITS } from './limits.spec-helper.ts';
import { TEST_SINKS } from '../sinks/settings.spec-helper.ts';

const projectId = 'proj-0123456789ab';
let app: TestService;
let db: Db;

beforeAll(async () => {
  app = await testService({
    service: 'logs',
    module: LogsModule.with(
      () => ({ ...TEST_LIMITS, keepMibPerEndpoint: 1 }),
      () => TEST_SINKS,
    ),
  });
  db = app.get(Db);
});
afterAll(async () => {
  await app.close();
});

const store = (endpointId: string, texts: readonly string[]) => {
  const replicaId = 'repl-0123456789ab';
  const batch = {
    endpointId,
    projectId,
    replicaId,
    firstSequence: 1,
    dropped: 0,
    droppedBytes: 0,
    lines: texts.map((text) => ({ atUs: Date.now() * 1000, stream: 'stdout' as const, text })),
  };
  const lines = linesOf(batch, Date.now() * 1000);
  return app.get(LineWriter).store([{ endpointId, projectId, replicaId, lines, loss: null }]);
};
const read = async (endpointId: string) =>
  (await app.get(LineReader).read({ ...EVERY_LINE, endpointId, projectId, limit: 5000 })).lines;
/** As if they had been stored so long ago. */
const age = async (endpointId: string, us: number) => {
  await db.query(sql`
    insert into log_lines select endpoint_id, cursor - ${us}::bigint, project_id, replica_id, sequence, at_us - ${us}::bigint, stream,
                                 severity, bytes, text from log_lines where endpoint_id = ${endpointId}`);
  await db.query(
    sql`delete from log_lines where endpoint_id = ${endpointId} and cursor > (extract(epoch from now()) * 1e6)::bigint - ${us}::bigint`,
  );
  await db.query(sql`
    update log_spans set span_us = (span_us - ${us}::bigint) - (span_us - ${us}::bigint) % 600000000, oldest_at_us = oldest_at_us - ${us}::bigint,
                         newest_at_us = newest_at_us - ${us}::bigint where endpoint_id = ${endpointId}`);
};
const tables = async () =>
  (
    await db.query<{ name: string }>(sql`select inhrelid::regclass::text as name from pg_inherits
    where inhparent = to_regclass('log_lines')`)
  ).map(({ name }) => name);

describe('lines beyond the limits', () => {
  it('of one endpoint go, the oldest first, until the rest is small enough', async () => {
    const [large, small] = ['endpt-00000000000a', 'endpt-00000000000b'];
    await store(
      large,
      Array.from({ length: 30 }, (_, n) => `${String(n)} ${'x'.repeat(60_000)}`),
    );
    await store(small, ['kept']);
    await app.get(KeepWithinLimits).trim();
    const [kept] = await db.query<{ bytes: number; spans: number; first: number; last: number }>(sql`
      select sum(bytes)::bigint as bytes, min(sequence) as first, max(sequence) as last,
             (select sum(bytes)::bigint from log_spans where endpoint_id = ${large}) as spans
      from log_lines where endpoint_id = ${large}`);
    expect(kept?.bytes).toBe(kept?.spans);
    expect(kept?.bytes).toBeLessThanOrEqual(1024 * 1024);
    expect(kept).toMatchObject({ first: 14, last: 30 });
    expect((await read(small)).map(({ text }) => text)).toEqual(['kept']);
    await app.get(KeepWithinLimits).trim();
    await expect(app.get(RetentionStore).dropBeyond(1024 * 1024)).resolves.toBe(false);
    // What went is not stored again when it comes again.
    expect(await store(large, ['0'])).toEqual([0]);
  });

  it('are told no more when they are too old, and go with their day', async () => {
    const old = 'endpt-00000000000c';
    const nowUs = app.get(Clock).nowUs();
    const days = [1, 3].map((count) => dayOf(nowUs) - count * DAY_US);
    for (const day of days)
      await db.query({
        text: `create table ${tableOf('log_lines', day)} partition of log_lines for values from (${String(day)}) to (${String(day + DAY_US)})`,
        values: [],
      });
    await store(old, ['yesterday']);
    await age(old, DAY_US);
    expect(await read(old)).toEqual([]);
    await app.get(KeepWithinLimits).trim();
    // Some of yesterday is young enough still.
    expect(await tables()).toEqual(expect.arrayContaining([tableOf('log_lines', days[0]!)]));
    expect(await tables()).not.toContain(tableOf('log_lines', days[1]!));
    const ahead = [0, 1, 2].map((count) => tableOf('log_lines', dayOf(nowUs) + count * DAY_US));
    expect(await tables()).toEqual(expect.arrayContaining(ahead));
  });

  it('of all endpoints go by day, never those of today', async () => {
    const [before] = [dayOf(app.get(Clock).nowUs()) - DAY_US];
    await app.get(RetentionStore).dropDays(24, 1);
    expect(await tables()).not.toContain(tableOf('log_lines', before));
    expect(await tables()).toContain(tableOf('log_lines', before + DAY_US));
    expect(await read('endpt-00000000000b')).toHaveLength(1);
    const spans = await db.query(sql`select from log_spans where span_us < ${before + DAY_US}`);
    expect(spans).toEqual([]);
  });
});
