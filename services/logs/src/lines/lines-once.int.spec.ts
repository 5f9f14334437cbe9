import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EVERY_LINE, type EventNamed, questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Asker, Bus, Db } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { LogsModule } from '../logs.module.ts';
import { TEST_LIMITS } from '../retention/limits.spec-helper.ts';
import { TEST_SINKS } from '../sinks/settings.spec-helper.ts';

jest.setTimeout(60_000);

const projectId = 'proj-0123456789ab';
const ENDPOINTS = ['endpt-00000000000a', 'endpt-00000000000b', 'endpt-00000000000c'];
const BATCHES = 40;
let services: TestService[];

beforeAll(async () => {
  const module = LogsModule.with(
    () => TEST_LIMITS,
    () => TEST_SINKS,
  );
  const first = await testService({ service: 'logs', module });
  const { databaseUrl, natsUrl, natsToken } = first;
  // Two processes of the service take turns on the same endpoints.
  const second = await testService({ service: 'logs', module, beside: { databaseUrl, natsUrl, natsToken } });
  services = [first, second];
});
afterAll(async () => {
  for (const service of services.toReversed()) await service.close();
});

const batchOf = (endpointId: string, n: number): EventNamed<'LogLinesShipped'>['data'] => ({
  endpointId,
  projectId,
  replicaId: 'repl-0123456789ab',
  firstSequence: n * 20 + 1,
  dropped: n % 7 === 3 ? n : 0,
  droppedBytes: 0,
  lines: Array.from({ length: 20 }, (_, i) => ({
    atUs: Date.now() * 1000,
    stream: 'stdout' as const,
    text: `${String(n * 20 + i + 1)}\tof\n${endpointId}\\`,
  })),
});

describe('lines of a service whose connections are cut again and again', () => {
  it('are stored exactly once, whatever is delivered or shipped again', async () => {
    const [app] = services as [TestService, TestService];
    const db = app.get(Db);
    let done = false;
    const cutting = (async () => {
      while (!done) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        await db.query(sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'tidegate-logs-copy' and datname = current_database()`);
      }
    })();
    for (let n = 0; n < BATCHES; n++) {
      for (const endpointId of ENDPOINTS) {
        const batch = batchOf(endpointId, n);
        // Under an id of its own: for the bus these are two messages, as when an agent ships again after its end.
        for (let copy = 0; copy <= n % 3; copy++)
          await app.get(Bus).signal('LogLinesShipped', batch, { id: randomUUID() });
      }
      if (n % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 40));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    done = true;
    await cutting;
    for (const endpointId of ENDPOINTS) {
      const lines = async () =>
        (await app.get(Asker).ask(questions.logTail, { ...EVERY_LINE, endpointId, projectId, limit: 5000 }))
          .lines;
      await app.eventually(async () => {
        const written = (await lines()).filter(({ stream }) => stream === 'stdout');
        expect(written.length).toBeGreaterThanOrEqual(BATCHES * 20);
      }, 40_000);
      const stored = await lines();
      const numbers = stored.filter(({ stream }) => stream === 'stdout').map(({ sequence }) => sequence);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: BATCHES * 20 }, (_, n) => n + 1),
      );
      for (const { text, sequence, stream } of stored)
        if (stream === 'stdout') expect(text).toBe(`${String(sequence)}\tof\n${endpointId}\\`);
      const losses = stored.filter(({ stream }) => stream === 'platform').map(({ sequence }) => sequence);
      expect(losses.toSorted((a, b) => a - b)).toEqual([3, 10, 17, 24, 31, 38].map((n) => n * 20 + 1));
    }
    const spans = await db.query<{ lines: number; sum: number }>(sql`
      select (select sum(lines)::bigint from log_spans) as lines, (select count(*) from log_lines) as sum`);
    expect(spans[0]?.lines).toBe(spans[0]?.sum);
  });
});
