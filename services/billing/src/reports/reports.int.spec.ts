import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AnswerOf,
  type AnyEvent,
  type AskOf,
  type ExportFormat,
  type GroupBy,
  type UsageReport,
  questions,
  reportQuestions,
} from '@tidegate/contracts';
import { causeOf, deriveId, deriveUuid, sql } from '@tidegate/eventing';
import { Asker, Clock, Db, EventingModule, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { BillingModule } from '../billing.module.ts';
import { brokenRules, nanoOf } from '../exports/focus-rules.spec-helper.ts';
import { FOCUS_COLUMNS, type FocusRow } from '../exports/focus-columns.ts';
import { asked, domain } from '../rating/endpoint-facts.spec-helper.ts';
import { ready, started, stopped } from '../rating/facts.spec-helper.ts';

const HOUR_US = 3_600_000_000;
const DEFAULTS = [
  { sku: 'h100-1x', priceNanoUsdPerHour: 3_000_000_007 },
  { sku: 'storage-gib', priceNanoUsdPerHour: 100_003 },
  { sku: 'custom-domain', priceNanoUsdPerHour: 20_000_000 },
];
/** Long before now, so that everything in it is over. */
const FEBRUARY = Date.UTC(2024, 1, 1) * 1000;
const MARCH = Date.UTC(2024, 2, 1) * 1000;
const APRIL = Date.UTC(2024, 3, 1) * 1000;
const PROJECT = deriveId('project', 'reports');
const CHAT = deriveId('endpoint', 'reports', 'chat');
const CODE = deriveId('endpoint', 'reports', 'code');

/** A table that our own writer wrote: no cell of it has a line break. */
const tableOf = (text: string): Record<string, string | null>[] => {
  const [head = [], ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    );
  return rows.map((row) =>
    Object.fromEntries(head.map((name, n) => [name, row[n] === '' ? null : (row[n] ?? null)])),
  );
};

describe('reports', () => {
  let host: TestService;
  let billing: TestService;

  const append = (stream: string, event: AnyEvent): Promise<unknown> =>
    host.get(EventStore).append(
      stream,
      'any',
      [event],
      causeOf({
        commandId: deriveUuid(stream, JSON.stringify([event.type, event.data])),
        actor: 'operator',
      }),
    );
  const whose = (endpointId: string) => ({ endpointId, projectId: PROJECT });
  const ask = <Q extends Parameters<Asker['ask']>[0]>(question: Q, wanted: AskOf<Q>): Promise<AnswerOf<Q>> =>
    host.get(Asker).ask(question, wanted, { timeoutMs: 15_000 });

  const usage = (
    groupBy: GroupBy[],
    given: Partial<AskOf<typeof reportQuestions.usage>> = {},
  ): Promise<UsageReport> =>
    ask(reportQuestions.usage, {
      projectId: PROJECT,
      endpointId: null,
      fromUs: FEBRUARY,
      untilUs: host.get(Clock).nowUs(),
      groupBy,
      tag: null,
      limit: 500,
      cursor: null,
      ...given,
    });
  const total = (items: readonly { costNanoUsd: string }[]): bigint =>
    items.reduce((sum, { costNanoUsd }) => sum + BigInt(costNanoUsd), 0n);

  const exported = async (
    format: ExportFormat,
    given: Partial<AskOf<typeof reportQuestions.export>> = {},
  ) => {
    const wanted = {
      projectId: PROJECT,
      endpointId: null,
      fromUs: FEBRUARY,
      untilUs: APRIL,
      format,
      ...given,
    };
    const parts: string[] = [];
    for (let cursor: string | null = null; ;) {
      const part: AnswerOf<typeof reportQuestions.export> = await ask(reportQuestions.export, {
        ...wanted,
        cursor,
      });
      parts.push(part.text);
      cursor = part.nextCursor;
      if (cursor === null) return { text: parts.join(''), parts: parts.length };
    }
  };

  beforeAll(async () => {
    host = await testService({
      service: 'witness',
      module: EventingModule.forRoot({ service: 'witness', relay: true }),
    });
    const { databaseUrl, natsUrl, natsToken } = host;
    billing = await testService({
      service: 'billing',
      module: BillingModule.with(DEFAULTS),
      beside: { databaseUrl, natsUrl, natsToken },
    });
    await append(PROJECT, { type: 'ProjectCreated', data: { projectId: PROJECT, name: '=Research' } });
    await append(CHAT, asked({ ...whose(CHAT), atUs: 0, diskMib: 1536, tags: { team: 'ml' } }));
    await append(CODE, asked({ ...whose(CODE), atUs: 0, tags: { team: 'dev' } }));
    // Two thirds of two months, each replica a time that no hour divides.
    for (let n = 0; n < 30; n++) {
      const id = deriveId('replica', 'reports', n);
      const fromUs = FEBRUARY + n * 47 * HOUR_US + n * 1_234_567;
      const own = whose(n % 3 === 0 ? CODE : CHAT);
      await append(id, started(id, { ...own, atUs: fromUs }));
      await append(id, ready(id, { ...own, atUs: fromUs + 90_000_001 }));
      await append(
        id,
        stopped(id, { ...own, atUs: fromUs + 61 * HOUR_US + n * 999_999, neverReady: n === 7 }),
      );
    }
    await host.eventually(async () => {
      expect((await usage(['replica', 'hardware'])).items).toHaveLength(29 + 19);
      expect((await usage(['endpoint'])).items.map(({ endpointName }) => endpointName)).toEqual([
        'served',
        'served',
      ]);
    }, 30_000);
  }, 90_000);
  afterAll(async () => {
    await billing.close();
    await host.close();
  });

  it('add up to the bill, by whatever usage is divided', async () => {
    const cost = await ask(questions.cost, {
      projectId: PROJECT,
      endpointId: null,
      limit: 1,
      cursor: null,
    });
    expect(BigInt(cost.costNanoUsd)).toBeGreaterThan(0n);
    for (const groupBy of [
      [],
      ['day'],
      ['month', 'endpoint'],
      ['hardware', 'phase'],
      ['tag:team', 'kind'],
    ] as GroupBy[][]) {
      const { items, nextCursor } = await usage(groupBy);
      expect([total(items), nextCursor]).toEqual([BigInt(cost.costNanoUsd), null]);
      const gpus = items.reduce((sum, each) => sum + BigInt(each.gpuThousandthsMicroseconds), 0n);
      expect(gpus).toBe(BigInt(cost.gpuThousandthsMicroseconds));
    }
    const teams = await usage(['tag:team']);
    expect(teams.items.map(({ group }) => group)).toEqual([{ 'tag:team': 'dev' }, { 'tag:team': 'ml' }]);
    const ml = await usage(['month'], { tag: { key: 'team', value: 'ml' } });
    expect(total(ml.items)).toBe(BigInt(teams.items[1]!.costNanoUsd));
    expect(total((await usage(['day'], { endpointId: CHAT })).items)).toBe(total(ml.items));
  });

  it('come in pages, each group once', async () => {
    const groupBy: GroupBy[] = ['hour', 'endpoint'];
    const seen: UsageReport['items'] = [];
    for (let cursor: string | null = null; ;) {
      const page: UsageReport = await usage(groupBy, { untilUs: APRIL, limit: 301, cursor });
      seen.push(...page.items);
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    const keys = seen.map(({ group }) => `${String(group['hour'])} ${String(group['endpoint'])}`);
    expect(keys.length).toBeGreaterThan(1500);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(total(seen)).toBe(total((await usage([], { untilUs: APRIL })).items));
    await expect(usage(groupBy, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('export each line once, as a table and as JSON', async () => {
    const whole = total((await usage([], { untilUs: APRIL })).items);
    const table = tableOf((await exported('csv')).text);
    expect(table.reduce((sum, row) => sum + BigInt(row['costNanoUsd'] ?? 0), 0n)).toBe(whole);
    const { text } = await exported('ndjson');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { costNanoUsd: string; billed: boolean });
    expect(lines).toHaveLength(table.length);
    expect(total(lines)).toBe(whole);
    expect(lines.filter(({ billed }) => !billed)).toHaveLength(2);
    const chat = tableOf((await exported('csv', { endpointId: CHAT, untilUs: MARCH })).text);
    expect(new Set(chat.map(({ endpointId, period }) => `${String(endpointId)} ${String(period)}`))).toEqual(
      new Set([`${CHAT} 2024-02`]),
    );
  });

  it('export FOCUS rows that keep its rules, and come to the invoice', async () => {
    const unbilled = tableOf((await exported('focus', { untilUs: FEBRUARY + 3 * 24 * HOUR_US })).text);
    expect(new Set(unbilled.map(({ InvoiceId }) => InvoiceId))).toEqual(new Set([null]));

    for (const [fromUs, toUs, period] of [
      [FEBRUARY, MARCH, '2024-02'],
      [MARCH, APRIL, '2024-03'],
    ] as const)
      await append('billing-test', {
        type: 'BillingPeriodClosed',
        data: { period, fromUs, toUs, timeZone: 'UTC' },
      });
    const late = deriveId('replica', 'reports', 'late');
    await append(late, started(late, { ...whose(CODE), atUs: FEBRUARY + 5 * HOUR_US }));
    await append(late, stopped(late, { ...whose(CODE), atUs: FEBRUARY + 6 * HOUR_US }));
    const db = billing.get(Db);
    const invoices = await host.eventually(async () => {
      const rows = await db.query<{ invoice_id: string; total_cents: number }>(
        sql`select invoice_id, total_cents from invoices where project_id = ${PROJECT}`,
      );
      expect(rows).toHaveLength(2);
      expect(
        (await usage(['replica'], { untilUs: MARCH })).items.map(({ group }) => group['replica']),
      ).toContain(late);
      return rows;
    }, 30_000);

    const { text, parts } = await exported('focus');
    expect(parts).toBeGreaterThan(2);
    const rows = tableOf(text) as FocusRow[];
    expect(Object.keys(rows[0] ?? {})).toEqual([...FOCUS_COLUMNS]);
    expect([...new Set(rows.flatMap(brokenRules))]).toEqual([]);
    expect(rows[0]?.SubAccountName).toBe("'=Research");
    for (const { invoice_id, total_cents } of invoices) {
      const billed = rows
        .filter(({ InvoiceId }) => InvoiceId === invoice_id)
        .reduce((sum, { BilledCost }) => sum + nanoOf(BilledCost), 0n);
      expect(billed).toBe(BigInt(total_cents) * 10_000_000n);
    }
    expect(rows.map(({ ChargeDescription }) => ChargeDescription)).toContain('Rounding to whole cents');
    expect(
      rows.filter(({ ChargeDescription }) => ChargeDescription?.startsWith('What was known')),
    ).toHaveLength(1);
  }, 60_000);

  it('say what an hour costs now, what the month has cost, and what it will', async () => {
    const nowUs = host.get(Clock).nowUs();
    const project = deriveId('project', 'burning');
    const endpointId = deriveId('endpoint', 'burning');
    const own = { endpointId, projectId: project };
    await append(endpointId, asked({ ...own, atUs: 0 }));
    await append(endpointId, domain('DomainVerified', 'a.example.com', { ...own, atUs: 0 }));
    const id = deriveId('replica', 'burning');
    const startedAtUs = nowUs - 600_000_000;
    await append(id, started(id, { ...own, atUs: startedAtUs }));
    const burn = await host.eventually(async () => {
      const view = await ask(reportQuestions.burn, { projectId: project, endpointId: null });
      expect(view.burnUsdPerHour).toBe('3.020000007');
      return view;
    });
    const asOfUs = Date.parse(burn.asOf) * 1000;
    const monthUs = Date.parse(burn.from) * 1000;
    const heldUs = asOfUs - Math.max(startedAtUs, monthUs);
    expect(Number(burn.soFarNanoUsd)).toBeGreaterThan((heldUs / HOUR_US) * 3_000_000_007 - 10);
    expect(burn).toMatchObject({ basis: 'since_first', endpointsLeftOut: 0 });
    expect(burn.endpoints).toMatchObject([{ endpointId, name: 'served', burnUsdPerHour: '3.020000007' }]);
    const [low, forecast, high] = [burn.lowNanoUsd, burn.forecastNanoUsd, burn.highNanoUsd].map(BigInt);
    expect(low! <= forecast! && forecast! <= high!).toBe(true);
  });
});
