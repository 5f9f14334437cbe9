import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AnswerOf,
  type AskOf,
  type EventNamed,
  type RequestRecord,
  packRequests,
  questions,
} from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Asker, Bus, Db } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { LogsModule } from '../logs.module.ts';
import { KeepWithinLimits } from '../retention/retention.loop.ts';
import { DAY_US, dayOf, tableOf } from '../retention/days.ts';
import { RequestDays } from './request-days.store.ts';
import { requestRecord } from './request-record.spec-helper.ts';
import { hourOf } from './roll-up.ts';
import { TEST_LIMITS } from '../retention/limits.spec-helper.ts';
import { TEST_SINKS } from '../sinks/settings.spec-helper.ts';

type List = typeof questions.requests;
type Hours = typeof questions.requestHours;
const limits = { ...TEST_LIMITS, keepRequestMib: 1024 };
const PROJECT = 'proj-0123456789ab';
let app: TestService;
let ids = 0;

beforeAll(async () => {
  const sinks = () => TEST_SINKS;
  app = await testService({ service: 'logs', module: LogsModule.with(() => limits, sinks) });
});
afterAll(async () => {
  await app.close();
});

const newEndpoint = (): string => `endpt-${(++ids).toString(16).padStart(12, '0')}`;
const db = (): Db => app.get(Db);
let batches = 0;

type Given = Readonly<{
  lost?: EventNamed<'RequestsRecorded'>['data']['lost'];
  sequence?: number;
  messageId?: string;
}>;
const ship = (
  records: readonly RequestRecord[],
  { lost = [], sequence = ++batches, messageId }: Given = {},
) =>
  app.get(Bus).signal(
    'RequestsRecorded',
    {
      gatewayId: 'gateway-0123456789ab',
      sequence,
      count: records.length,
      records: packRequests(records),
      lost,
    },
    messageId === undefined ? {} : { id: messageId },
  );

const list = (endpointId: string, ask: Partial<AskOf<List>> = {}): Promise<AnswerOf<List>> =>
  app.get(Asker).ask(questions.requests, {
    projectId: PROJECT,
    endpointId,
    status: null,
    outcome: null,
    tokenIds: null,
    replicaId: null,
    requestId: null,
    sinceUs: null,
    untilUs: null,
    minDurationUs: null,
    limit: 1000,
    cursor: null,
    ...ask,
  });
const idsOf = async (endpointId: string, ask: Partial<AskOf<List>> = {}): Promise<string[]> =>
  (await list(endpointId, ask)).items.map(({ requestId }) => requestId);
const hourly = (ask: Partial<AskOf<Hours>> = {}): Promise<AnswerOf<Hours>> =>
  app.get(Asker).ask(questions.requestHours, {
    projectId: PROJECT,
    endpointId: null,
    by: 'hour',
    sinceUs: 0,
    untilUs: Date.now() * 1000 + DAY_US,
    limit: 100,
    cursor: null,
    ...ask,
  });
const requestsIn = async (endpointId: string): Promise<number> =>
  (await hourly({ endpointId })).items.reduce((sum, { requests }) => sum + requests, 0);

describe('requests that were recorded', () => {
  it('are told newest first, whole, and to nobody else', async () => {
    const endpointId = newEndpoint();
    const at = Date.now() - 10_000;
    const whole = requestRecord({ endpointId, requestId: 'first', atMs: at });
    await ship([whole, requestRecord({ endpointId, requestId: 'third', atMs: at + 2 })]);
    await ship([
      requestRecord({ endpointId, requestId: 'second', atMs: at + 1, status: 0, firstByteMs: -1 }),
    ]);
    await app.eventually(async () => expect(await idsOf(endpointId)).toEqual(['third', 'second', 'first']));
    const [, second, first] = (await list(endpointId)).items;
    expect(first).toEqual({
      requestId: 'first',
      endpointId,
      at: new Date(at).toISOString(),
      method: 'POST',
      path: '/v1/chat/completions',
      status: 200,
      outcome: 'answered',
      code: null,
      clientAddress: '192.0.2.7',
      tokenId: 'tok-0123456789ab',
      replicaId: 'repl-0123456789ab',
      bytesIn: 500,
      bytesOut: 4000,
      durationMs: 812.35,
      firstByteMs: 93.1,
      queueMs: 1,
      wakeMs: 2,
      attempts: 1,
      promptTokens: 31,
      completionTokens: null,
      tokensEstimated: false,
      stream: true,
      traceId: null,
    });
    expect(second).toMatchObject({ status: null, firstByteMs: null });
    expect(await idsOf(endpointId, { projectId: 'proj-ffffffffffff' })).toEqual([]);
  });

  it('are read page by page, none twice, also those of one moment, while more come', async () => {
    const endpointId = newEndpoint();
    const atMs = Date.now() - 5000;
    await ship(
      Array.from({ length: 50 }, (_, n) => requestRecord({ endpointId, atMs, requestId: `r${String(n)}` })),
    );
    await app.eventually(async () => expect(await idsOf(endpointId)).toHaveLength(50));
    const seen: string[] = [];
    for (let cursor: string | null = null, page = 0; page === 0 || cursor !== null; page++) {
      const answer: AnswerOf<List> = await list(endpointId, { limit: 7, cursor });
      seen.push(...answer.items.map(({ requestId }) => requestId));
      cursor = answer.nextCursor;
      if (page === 2) await ship([requestRecord({ endpointId, requestId: 'newer' })]);
    }
    expect(seen).toHaveLength(50);
    expect(new Set(seen).size).toBe(50);
  });

  it('are found by what they have', async () => {
    const endpointId = newEndpoint();
    const at = Date.now() - 60_000;
    await ship([
      requestRecord({ endpointId, requestId: 'fine', atMs: at }),
      requestRecord({ endpointId, requestId: 'slow', atMs: at + 1, durationMs: 9000 }),
      requestRecord({
        endpointId,
        requestId: 'failed',
        atMs: at + 2,
        status: 502,
        code: 'replica.unreachable',
      }),
      requestRecord({ endpointId, requestId: 'gone', atMs: at + 3, status: 0, outcome: 'client_gone' }),
      requestRecord({ endpointId, requestId: 'other', atMs: at + 4, tokenId: 'tok-00000000000b' }),
      requestRecord({ endpointId, requestId: 'there', atMs: at + 5, replicaId: 'repl-00000000000b' }),
    ]);
    await app.eventually(async () => expect(await idsOf(endpointId)).toHaveLength(6));
    const found = (ask: Partial<AskOf<List>>) => idsOf(endpointId, ask);
    expect(await found({ status: { from: 500, to: 599 } })).toEqual(['failed']);
    expect(await found({ status: { from: 0, to: 0 } })).toEqual(['gone']);
    expect(await found({ outcome: 'client_gone' })).toEqual(['gone']);
    expect(await found({ tokenIds: ['tok-00000000000b'] })).toEqual(['other']);
    expect(await found({ replicaId: 'repl-00000000000b' })).toEqual(['there']);
    expect(await found({ requestId: 'slow' })).toEqual(['slow']);
    expect(await found({ minDurationUs: 5_000_000 })).toEqual(['slow']);
    expect(await found({ sinceUs: (at + 1) * 1000, untilUs: (at + 3) * 1000 })).toEqual(['failed', 'slow']);
    expect(await found({ status: { from: 100, to: 199 } })).toEqual([]);
  });

  it('fit one answer, however long their paths are, and the rest follows', async () => {
    const endpointId = newEndpoint();
    for (let n = 0; n < 3; n++)
      await ship(
        Array.from({ length: 400 }, (_, i) =>
          requestRecord({ endpointId, path: '"'.repeat(500) + String(i) }),
        ),
      );
    await app.eventually(async () => expect(await requestsIn(endpointId)).toBe(1200));
    let [count, pages] = [0, 0];
    for (let cursor: string | null = null; pages === 0 || cursor !== null; pages++) {
      const answer: AnswerOf<List> = await list(endpointId, { cursor });
      count += answer.items.length;
      cursor = answer.nextCursor;
    }
    expect(count).toBe(1200);
    expect(pages).toBeGreaterThan(2);
  });

  it('are searched a part at a time, however few of many fit', async () => {
    const endpointId = newEndpoint();
    await ship([requestRecord({ endpointId, requestId: 'the one', atMs: Date.now() - 60_000, status: 503 })]);
    await app.eventually(async () => expect(await idsOf(endpointId)).toHaveLength(1));
    await db().query(sql`
      insert into requests select (r).* from (
        select jsonb_populate_record(r, jsonb_build_object('at_us', r.at_us + n, 'number', r.number + n, 'status', 200)) as r
        from requests r, generate_series(1, 50_010) n where endpoint_id = ${endpointId}) more`);
    const status = { from: 500, to: 599 };
    const first = await list(endpointId, { status });
    expect(first.items).toEqual([]);
    const second = await list(endpointId, { status, cursor: first.nextCursor });
    expect([second.items.map(({ requestId }) => requestId), second.nextCursor]).toEqual([['the one'], null]);
  });

  it('have secrets in their paths masked, and odd bytes replaced', async () => {
    const endpointId = newEndpoint();
    await ship([
      requestRecord({ endpointId, path: `/x/tg_0123456789ab_${'x'.repeat(43)}/y` }),
      requestRecord({ endpointId, path: '/a\0b\\"{},\ud800' }),
    ]);
    await app.eventually(async () =>
      expect(new Set((await list(endpointId)).items.map(({ path }) => path))).toEqual(
        new Set(['/x/tg_[masked]/y', '/a\ufffdb\\"{},\ufffd']),
      ),
    );
  });

  it('are refused a cursor that is none', async () => {
    for (const asked of [list(newEndpoint(), { cursor: 'x' }), hourly({ cursor: 'x' })])
      await expect(asked).rejects.toMatchObject({
        code: 'request.invalid',
        problems: [{ pointer: '?cursor' }],
      });
  });
});

describe('a batch that comes again', () => {
  it('counts once, in its rows, its hours and its losses', async () => {
    const endpointId = newEndpoint();
    const nowUs = Date.now() * 1000;
    const lost = [{ projectId: PROJECT, endpointId, requests: 3, fromUs: nowUs - 1000, untilUs: nowUs }];
    const sequence = ++batches;
    const records = Array.from({ length: 100 }, () => requestRecord({ endpointId }));
    for (let copy = 0; copy < 5; copy++)
      await ship(records, { sequence, lost, messageId: `copy ${endpointId} ${String(copy)}` });
    await ship([requestRecord({ endpointId, requestId: 'last' })]);
    await app.eventually(async () => expect(await requestsIn(endpointId)).toBe(101));
    await drained();
    expect(await requestsIn(endpointId)).toBe(101);
    expect(await idsOf(endpointId)).toHaveLength(101);
    expect((await list(endpointId)).notRecorded).toEqual([
      {
        endpointId,
        requests: 3,
        from: new Date(nowUs / 1000 - 1).toISOString(),
        until: new Date(nowUs / 1000).toISOString(),
      },
    ]);
  });

  it('counts once though the connection that wrote it was killed in the middle', async () => {
    const endpointId = newEndpoint();
    await db().transaction(async (tx) => {
      // Its rows are written by then; it waits for the hours.
      await tx.query(sql`lock table request_hours in share row exclusive mode`);
      await ship(Array.from({ length: 200 }, () => requestRecord({ endpointId })));
      await app.eventually(async () => {
        const rows = await db().query<{ killed: boolean }>(sql`
          select pg_terminate_backend(pid) as killed from pg_stat_activity
          where wait_event_type = 'Lock' and query like '%insert into request_hours%'
            and datname = current_database()`);
        expect(rows.length).toBeGreaterThan(0);
      });
    });
    await app.eventually(async () => expect(await requestsIn(endpointId)).toBe(200));
    expect(await idsOf(endpointId)).toHaveLength(200);
  });

  it('is a dead letter when nobody can read it, and holds nobody up', async () => {
    const endpointId = newEndpoint();
    const odd = { gatewayId: 'gateway-0123456789ab', sequence: ++batches, count: 1, lost: [] };
    await app.get(Bus).signal('RequestsRecorded', { ...odd, records: '{"count":1}' });
    await ship([requestRecord({ endpointId })]);
    await app.eventually(async () => expect(await requestsIn(endpointId)).toBe(1));
  });
});

describe('the hours', () => {
  it('add up to the rows, by whatever they are grouped', async () => {
    const [one, two] = [newEndpoint(), newEndpoint()];
    const projectId = 'proj-00000000000c';
    const now = Date.now();
    const records = Array.from({ length: 900 }, (_, n) =>
      requestRecord({
        projectId,
        endpointId: n % 3 === 0 ? one : two,
        tokenId: n % 4 === 0 ? '' : 'tok-0123456789ab',
        status: [200, 200, 404, 503][n % 4] ?? 0,
        atMs: now - (n % 5) * 1_800_000,
        durationMs: n,
        promptTokens: n % 2 === 0 ? 10 : -1,
      }),
    );
    for (let n = 0; n < 900; n += 100) await ship(records.slice(n, n + 100));
    const hours = (by: AskOf<Hours>['by'], ask: Partial<AskOf<Hours>> = {}) =>
      hourly({ projectId, by, ...ask });
    const sum = (items: AnswerOf<Hours>['items'], of: (item: AnswerOf<Hours>['items'][number]) => number) =>
      items.reduce((total, item) => total + of(item), 0);
    await app.eventually(async () => expect(sum((await hours('hour')).items, (h) => h.requests)).toBe(900));
    const [rows] = await db().query<{ requests: number; errors: number; prompt: number; bytes: number }>(sql`
      select count(*) as requests, count(*) filter (where status >= 500) as errors, sum(bytes_out)::bigint as bytes,
        sum(greatest(prompt_tokens, 0))::bigint as prompt from requests where project_id = ${projectId}`);
    for (const by of ['hour', 'token', 'status', 'endpoint'] as const) {
      const { items, nextCursor } = await hours(by);
      expect(nextCursor).toBeNull();
      expect({
        requests: sum(items, (h) => h.requests),
        errors: sum(items, (h) => h.errors),
        prompt: sum(items, (h) => h.promptTokens),
        bytes: sum(items, (h) => h.bytesOut),
      }).toEqual(rows);
      expect(items.map(({ hour }) => hour)).toEqual(
        items
          .map(({ hour }) => hour)
          .toSorted()
          .reverse(),
      );
    }
    expect(sum((await hours('hour', { endpointId: one })).items, (h) => h.requests)).toBe(300);
    const byStatus = (await hours('status')).items;
    expect(new Set(byStatus.map(({ statusClass }) => statusClass))).toEqual(new Set(['2xx', '4xx', '5xx']));
    const paged: AnswerOf<Hours>['items'] = [];
    for (let cursor: string | null = null, page = 0; page === 0 || cursor !== null; page++) {
      const answer: AnswerOf<Hours> = await hours('status', { limit: 2, cursor });
      paged.push(...answer.items);
      cursor = answer.nextCursor;
    }
    expect(paged).toEqual(byStatus);
  });
});

describe('the tables of the days', () => {
  it('are made when a day begins, ahead of it, and for requests that arrived yesterday', async () => {
    const endpointId = newEndpoint();
    const midnight = dayOf(Date.now() * 1000) / 1000;
    await ship([
      requestRecord({ endpointId, requestId: 'today', atMs: midnight }),
      requestRecord({ endpointId, requestId: 'yesterday', atMs: midnight - 1 }),
    ]);
    await app.eventually(async () => expect(await idsOf(endpointId)).toEqual(['today', 'yesterday']));
    await app.get(RequestDays).ensureAhead();
    const tables = await tablesOfDays();
    const tableAt = (day: number) => tableOf('requests', midnight * 1000 + day * DAY_US);
    for (const day of [-1, 0, 1, 2]) expect(tables).toContain(tableAt(day));
    const [placed] = await db().query<{ today: string; yesterday: string }>(sql`
      select max(tableoid::regclass::text) filter (where request_id = 'today') as today,
        max(tableoid::regclass::text) filter (where request_id = 'yesterday') as yesterday
      from requests where endpoint_id = ${endpointId}`);
    expect(placed).toEqual({ today: tableAt(0), yesterday: tableAt(-1) });
  });

  it('go when they are too old; what is older still counts by the hour', async () => {
    const endpointId = newEndpoint();
    const dayMs = DAY_US / 1000;
    await ship([requestRecord({ endpointId, requestId: 'old', atMs: Date.now() - 2 * dayMs })]);
    await ship([requestRecord({ endpointId, requestId: 'too old', atMs: Date.now() - 5 * dayMs })]);
    await ship([requestRecord({ endpointId, requestId: 'new' })]);
    await app.eventually(async () => expect(await requestsIn(endpointId)).toBe(3));
    expect(await idsOf(endpointId)).toEqual(['new', 'old']);
    limits.keepRequestDays = 1;
    await app.get(KeepWithinLimits).trim();
    limits.keepRequestDays = 2;
    expect(await idsOf(endpointId)).toEqual(['new']);
    expect(await requestsIn(endpointId)).toBe(3);
    // Its table is made anew.
    await ship([requestRecord({ endpointId, requestId: 'late', atMs: Date.now() - 2 * dayMs })]);
    await app.eventually(async () => expect(await idsOf(endpointId)).toEqual(['new', 'late']));
  });

  it('that are not today’s go when all take too much; then new requests count by the hour alone, and it is said', async () => {
    const endpointId = newEndpoint();
    await ship([requestRecord({ endpointId, requestId: 'old', atMs: Date.now() - DAY_US / 1000 })]);
    await ship([requestRecord({ endpointId, requestId: 'new' })]);
    await app.eventually(async () => expect(await idsOf(endpointId)).toEqual(['new', 'old']));
    limits.keepRequestMib = 0;
    try {
      await app.get(KeepWithinLimits).trim();
      expect(await idsOf(endpointId)).toEqual(['new']);
      app.get(RequestDays).forget();
      await ship([requestRecord({ endpointId }), requestRecord({ endpointId })]);
      await app.eventually(async () => expect(await requestsIn(endpointId)).toBe(4));
      expect(await idsOf(endpointId)).toEqual(['new']);
      expect((await list(endpointId)).notRecorded).toMatchObject([{ requests: 2 }]);
    } finally {
      limits.keepRequestMib = 1024;
      app.get(RequestDays).forget();
    }
  });

  it('are believed no clock that is ahead', async () => {
    const endpointId = newEndpoint();
    await ship([requestRecord({ endpointId, atMs: Date.now() + 40 * 86_400_000 })]);
    await app.eventually(async () => expect(await idsOf(endpointId)).toHaveLength(1));
    const [request] = (await list(endpointId)).items;
    expect(hourOf(Date.parse(request?.at ?? '') * 1000)).toBeLessThanOrEqual(Date.now() * 1000);
  });
});

const tablesOfDays = async (): Promise<string[]> =>
  (
    await db().query<{ name: string }>(
      sql`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'requests'::regclass`,
    )
  ).map(({ name }) => name);

/** Every batch that was sent is stored: one of its own that was sent last is. */
const drained = async (): Promise<void> => {
  const endpointId = newEndpoint();
  await ship([requestRecord({ endpointId })]);
  await app.eventually(async () => expect(await idsOf(endpointId)).toHaveLength(1));
};
