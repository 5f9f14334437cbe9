import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventNamed, type EventType, ledgerQuestions as questions } from '@tidegate/contracts';
import { causeOf, deriveId, deriveUuid, sql } from '@tidegate/eventing';
import { Asker, Db, EventingModule, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { BillingModule, VerifyModule } from '../billing.module.ts';
import { VerifyLedger } from './verify-ledger.handler.ts';

/** A nano-dollar for a microsecond. */
const EASY = 3_600_000_000;
const HOUR_US = 3_600_000_000;
const JANUARY_US = Date.UTC(2031, 0, 1) * 1000;
const FEBRUARY_US = Date.UTC(2031, 1, 1) * 1000;
const MARCH_US = Date.UTC(2031, 2, 1) * 1000;
const CENT = 10_000_000;

const projectId = deriveId('project', 'money');
const endpointId = deriveId('endpoint', 'money');
const whose = (n: number) => ({
  replicaId: deriveId('replica', 'money', n),
  endpointId,
  projectId,
  revision: 1,
  nodeId: 'node-000000000001',
});

describe('a month of a project', () => {
  let host: TestService;
  let billing: TestService;
  beforeAll(async () => {
    host = await testService({
      service: 'witness',
      module: EventingModule.forRoot({ service: 'witness', relay: true }),
    });
    const { databaseUrl, natsUrl, natsToken } = host;
    billing = await testService({
      service: 'billing',
      module: BillingModule.with([{ sku: 'h100-1x', priceNanoUsdPerHour: EASY }]),
      beside: { databaseUrl, natsUrl, natsToken },
    });
    await host.eventually(async () => {
      const { version } = await host.get(EventStore).read('rate-h100-1x');
      expect(version).toBe(1);
    });
  });
  afterAll(async () => {
    await billing.close();
    await host.close();
  });

  const append = async <Type extends EventType>(stream: string, event: EventNamed<Type>): Promise<number> => {
    const cause = causeOf({ commandId: deriveUuid(stream, JSON.stringify(event)), actor: 'operator' });
    return (await host.get(EventStore).append(stream, 'any', [event], cause)).lastPosition;
  };
  const start = (n: number, startedAtUs: number) =>
    append<'ReplicaStarted'>(whose(n).replicaId, {
      type: 'ReplicaStarted',
      data: {
        ...whose(n),
        hardware: {
          id: 'h100-1x',
          gpuModel: 'H100',
          gpuCount: 1,
          gpuThousandths: 1000,
          vcpuMillis: 2000,
          memoryMib: 1024,
        },
        simulated: false,
        startedAtUs,
      },
    });
  const stop = (n: number, stoppedAtUs: number) =>
    append<'ReplicaStopped'>(whose(n).replicaId, {
      type: 'ReplicaStopped',
      data: {
        ...whose(n),
        cause: 'scaled_down',
        exitCode: 0,
        neverReady: false,
        stoppedAtUs,
        lastLines: [],
      },
    });
  const closeHour = (toUs: number) =>
    append<'UsageHourClosed'>('closes-hours', {
      type: 'UsageHourClosed',
      data: { fromUs: toUs - HOUR_US, toUs },
    });
  const closePeriod = (period: string, fromUs: number, toUs: number) =>
    append<'BillingPeriodClosed'>('closes-months', {
      type: 'BillingPeriodClosed',
      data: { period, fromUs, toUs, timeZone: 'UTC' },
    });
  const invoices = async () =>
    (await host.get(Asker).ask(questions.invoices, { projectId, limit: 10, cursor: null })).items;
  const verify = async () => {
    const { databaseUrl, natsUrl, natsToken } = host;
    const verifier = await testService({
      service: 'billing',
      module: VerifyModule.with(),
      beside: { databaseUrl, natsUrl, natsToken },
    });
    try {
      return await verifier.get(VerifyLedger).verify({ period: null, invoiceId: null });
    } finally {
      await verifier.close();
    }
  };

  it('grants a credit once for one command', async () => {
    const wish = {
      projectId,
      kind: 'prepaid' as const,
      amountNanoUsd: String(2 * CENT),
      expiresAt: null,
      note: 'first',
      commandId: deriveUuid('spec', 'grant'),
      actor: 'operator',
      requestId: null,
    };
    const granted = await host.get(Asker).ask(questions.grantCredit, wish);
    expect(granted).toMatchObject({ projectId, amountUsd: '0.02', remainingUsd: '0.02', expiresAt: null });
    expect(await host.get(Asker).ask(questions.grantCredit, wish)).toEqual(granted);
    await host.eventually(async () => {
      const { items } = await host.get(Asker).ask(questions.credits, { projectId, limit: 10, cursor: null });
      expect(items).toEqual([granted]);
    });
    await expect(
      host.get(Asker).ask(questions.grantCredit, {
        ...wish,
        commandId: deriveUuid('other'),
        expiresAt: '2020-01-01T00:00:00.000Z',
      }),
    ).rejects.toMatchObject({ code: 'request.invalid', problems: [{ pointer: '/expiresAt' }] });
  });

  it('is posted by the hour, invoiced when it is closed, and told to the log', async () => {
    await start(1, JANUARY_US);
    await closeHour(JANUARY_US + HOUR_US);
    await stop(1, JANUARY_US + 3 * CENT + 7);
    await start(2, FEBRUARY_US - 4);
    await closePeriod('2031-01', JANUARY_US, FEBRUARY_US);
    const [invoice] = await host.eventually(async () => {
      const made = await invoices();
      expect(made).toHaveLength(1);
      return made;
    });
    expect(invoice).toMatchObject({
      period: '2031-01',
      subtotalNanoUsd: String(3 * CENT + 11),
      creditNanoUsd: String(2 * CENT),
      roundingNanoUsd: '-11',
      totalCents: 1,
      lines: 1,
    });
    const { events } = await host.eventually(async () => {
      const stream = await host
        .get(EventStore)
        .read<EventNamed<'InvoiceFinalized'>>(`invoice-${String(invoice?.invoiceId)}`);
      expect(stream.version).toBe(1);
      return stream;
    });
    expect(events[0]?.data).toMatchObject({ totalCents: 1, linesSha256: invoice?.linesSha256, projectId });
  });

  it('is told to the log once, though it is told again after a crash', async () => {
    const [invoice] = await invoices();
    const left = () => billing.get(Db).query(sql`select * from invoices_to_announce`);
    await host.eventually(async () => expect(await left()).toEqual([]));
    await billing.get(Db).query(sql`insert into invoices_to_announce values (${invoice?.invoiceId})`);
    await host.eventually(async () => expect(await left()).toEqual([]));
    const { version } = await host.get(EventStore).read(`invoice-${String(invoice?.invoiceId)}`);
    expect(version).toBe(1);
  });

  it('takes a late fact up as a correction of the next month’s invoice', async () => {
    await stop(1, JANUARY_US + CENT);
    await stop(2, FEBRUARY_US + 6 * CENT);
    const before = await invoices();
    await closePeriod('2031-02', FEBRUARY_US, MARCH_US);
    const [february, january] = await host.eventually(async () => {
      const made = await invoices();
      expect(made).toHaveLength(2);
      return made;
    });
    expect(january).toEqual(before[0]);
    const { text } = await host
      .get(Asker)
      .ask(questions.invoice, { projectId, invoiceId: february?.invoiceId ?? '' });
    expect(JSON.parse(text)).toMatchObject({
      lines: [
        { nth: 1, class: null, period: '2031-02', amountNanoUsd: String(6 * CENT) },
        { nth: 2, class: 'Correction', period: '2031-01', amountNanoUsd: String(-2 * CENT - 7) },
      ],
    });
  });

  it('proves each line by the replicas and events that it follows from', async () => {
    const [february] = await invoices();
    const invoiceId = february?.invoiceId ?? '';
    const given = { projectId, invoiceId, line: 2, limit: 10, cursor: null };
    const { items, nextCursor } = await host.get(Asker).ask(questions.invoiceProof, given);
    expect(nextCursor).toBeNull();
    expect(items).toMatchObject([{ replicaId: whose(1).replicaId, amountNanoUsd: String(-2 * CENT - 7) }]);
    expect(items[0]?.events.map(({ type }) => type).sort()).toEqual([
      'RatePublished',
      'ReplicaStarted',
      'ReplicaStopped',
      'ReplicaStopped',
    ]);
    const known = await host.get(EventStore).read(whose(1).replicaId);
    const ids = known.events.map(({ id, position }) => `${id} ${String(position)}`);
    for (const { type, eventId, position } of items[0]?.events ?? [])
      if (type !== 'RatePublished') expect(ids).toContain(`${eventId} ${String(position)}`);
    await expect(host.get(Asker).ask(questions.invoiceProof, { ...given, line: 9 })).rejects.toMatchObject({
      code: 'invoice.line_not_found',
    });
  });

  it('is nobody else’s', async () => {
    const [february] = await invoices();
    const stranger = { projectId: deriveId('project', 'stranger'), invoiceId: february?.invoiceId ?? '' };
    await expect(host.get(Asker).ask(questions.invoice, stranger)).rejects.toMatchObject({
      code: 'invoice.not_found',
    });
    const { items } = await host.get(Asker).ask(questions.ledger, { ...stranger, limit: 10, cursor: null });
    expect(items).toEqual([]);
  });

  it('shows its chain, its balance, and the month that runs', async () => {
    const { items } = await host.get(Asker).ask(questions.ledger, { projectId, limit: 2, cursor: null });
    expect(items).toHaveLength(2);
    expect(items[0]?.previousHash).toBe(items[1]?.hash);
    const balance = await host.get(Asker).ask(questions.balance, { projectId });
    expect(balance).toMatchObject({ availableUsd: '0.00', accruedNanoUsd: '0', unpostedNanoUsd: '0' });
    const draft = await host.get(Asker).ask(questions.invoiceDraft, { projectId });
    expect(draft).toMatchObject({ projectId, subtotalNanoUsd: '0', totalCents: 0, lines: [] });
  });

  it('is what the log says, to the last hash; and what is changed behind its back is found', async () => {
    expect(await verify()).toMatchObject({ agrees: true, projects: 1, invoices: 2 });
    const db = billing.get(Db);
    await db.query(sql`alter table invoices disable trigger user`);
    await db.query(
      sql`update invoices set document = replace(document, '2031-02', '2031-03') where period = '2031-02'`,
    );
    await db.query(sql`alter table ledger_entries disable trigger user`);
    await db.query(
      sql`update ledger_entries set amount_nano_usd = amount_nano_usd + 1 where nth = 1 and place = 1`,
    );
    const found = await verify();
    expect(found.agrees).toBe(false);
    expect(found.examples.join('\n')).toMatch(/is broken at transaction 1[^]*invc-.* the log says/);
  });
});
