import { describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { EVERY_LINE } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventingModule } from '@tidegate/eventing/nest';
import { testService } from '@tidegate/testing';
import { CreateLogLines1763710000000 } from '../logs.migration.ts';
import { LogsModule } from '../logs.module.ts';
import { LineReader } from './line-reader.store.ts';
import { LineWriter } from './line-writer.store.ts';
import { linesOf } from './shipped-lines.ts';
import { TEST_LIMITS } from '../retention/limits.spec-helper.ts';
import { TEST_SINKS } from '../sinks/settings.spec-helper.ts';

@Module({
  imports: [EventingModule.forRoot({ service: 'logs', migrations: [CreateLogLines1763710000000] })],
})
class BeforeDays {}

const endpointId = 'endpt-0123456789ab';
const projectId = 'proj-0123456789ab';
const replicaId = 'repl-0123456789ab';

describe('lines that were stored before there was a table for each day', () => {
  it('are there, in their order and once, and those that follow come after them', async () => {
    const before = await testService({ service: 'logs', module: BeforeDays });
    await before.get(Db).query(sql`
      insert into log_lines (replica_id, sequence, by_platform, endpoint_id, project_id, at_us, stream, text, bytes, stored_at)
      select ${replicaId}, greatest(n, 1), n = 0, ${endpointId}, ${projectId},
             (extract(epoch from now()) * 1e6)::bigint - (400 - n) * 600000000::bigint,
             case when n = 0 then 'platform' else 'stdout' end, 'line ' || n, 210, now() - (400 - n) * interval '10 minutes'
      from generate_series(0, 400) n order by n`);
    const { databaseUrl, natsUrl, natsToken } = before;
    const app = await testService({
      service: 'logs',
      module: LogsModule.with(
        () => ({ ...TEST_LIMITS, keepHours: 168 }),
        () => TEST_SINKS,
      ),
      beside: { databaseUrl, natsUrl, natsToken },
    });
    const shipped = (firstSequence: number, ...texts: string[]) => {
      const lines = texts.map((text) => ({ atUs: Date.now() * 1000, stream: 'stdout' as const, text }));
      const batch = { endpointId, projectId, replicaId, firstSequence, lines, dropped: 0, droppedBytes: 0 };
      const stored = { endpointId, projectId, replicaId, loss: null };
      return app.get(LineWriter).store([{ ...stored, lines: linesOf(batch, Date.now() * 1000) }]);
    };
    expect(await shipped(400, 'line 400', 'line 401')).toEqual([1]);
    const ask = { ...EVERY_LINE, endpointId, projectId, limit: 5000 };
    const { lines } = await app.get(LineReader).read(ask);
    expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: 402 }, (_, n) => `line ${String(n)}`));
    expect(lines[0]).toMatchObject({ stream: 'platform', severity: 'info' });
    // A day’s own times are told as they were, but for those few that are later than where their day now lies.
    const halfUs = (Date.now() - 36 * 3_600_000) * 1000;
    const young = await app.get(LineReader).read({ ...ask, sinceUs: halfUs });
    expect(young.lines.length).toBeGreaterThan(200);
    expect(young.lines.length).toBeLessThan(230);
    await app.close();
    await before.close();
  });
});
