import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventNamed } from '@tidegate/contracts';
import { causeOf, deriveId, deriveUuid, sql } from '@tidegate/eventing';
import { Clock, Db, EventingModule, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { BillingModule } from '../billing.module.ts';
import { Calendar } from '../periods/calendar.ts';
import { HOUR_US } from './next-close.ts';

describe('two billing services, hours after a month is over', () => {
  let host: TestService;
  let services: TestService[];
  const month = new Calendar('UTC').monthAt(Date.now() * 1000);
  const projectId = deriveId('project', 'closes');
  const creditId = deriveId('credit', 'closes');

  const append = (stream: string, event: EventNamed<'CreditGranted' | 'UsageHourClosed'>) =>
    host
      .get(EventStore)
      .append(stream, 'any', [event], causeOf({ commandId: deriveUuid(stream), actor: 'operator' }));
  const billing = ({ databaseUrl, natsUrl, natsToken }: TestService): Promise<TestService> =>
    testService({
      service: 'billing',
      module: BillingModule.with([], { timeZone: 'UTC', graceSeconds: 3600 }),
      beside: { databaseUrl, natsUrl, natsToken },
    });
  const nowIs = (nowUs: number): void => {
    for (const service of services) Object.assign(service.get(Clock), { nowUs: () => nowUs });
  };
  const closed = async <Type extends 'UsageHourClosed' | 'BillingPeriodClosed'>(stream: string) =>
    (await host.get(EventStore).read<EventNamed<Type>>(stream)).events;

  beforeAll(async () => {
    host = await testService({
      service: 'witness',
      module: EventingModule.forRoot({ service: 'witness', relay: true }),
    });
    await append(`credit-${creditId}`, {
      type: 'CreditGranted',
      data: {
        creditId,
        projectId,
        kind: 'promotional',
        amountNanoUsd: '1000',
        grantedAtUs: month.fromUs,
        expiresAtUs: month.toUs + HOUR_US + 1,
        note: '',
      },
    });
    await append('closes-hours', {
      type: 'UsageHourClosed',
      data: { fromUs: month.toUs - HOUR_US, toUs: month.toUs },
    });
    services = await Promise.all([billing(host), billing(host)]);
  });
  afterAll(async () => {
    for (const service of services) await service.close();
    await host.close();
  });

  it('close each hour once and in order, and the month once its grace is over', async () => {
    nowIs(month.toUs + 30 * HOUR_US + 5);
    const hours = await host.eventually(async () => {
      const events = await closed<'UsageHourClosed'>('closes-hours');
      expect(events).toHaveLength(31);
      return events;
    });
    for (const [nth, { data }] of hours.entries())
      expect(data).toEqual({ fromUs: month.toUs + (nth - 1) * HOUR_US, toUs: month.toUs + nth * HOUR_US });
    const months = await host.eventually(async () => {
      const events = await closed<'BillingPeriodClosed'>('closes-months');
      expect(events).toHaveLength(1);
      return events;
    });
    expect(months[0]?.data).toEqual({ ...month, timeZone: 'UTC' });
    const books = services[0]?.get(Db);
    const rows = await host.eventually(async () => {
      const seen = await books?.query<{ kind: string }>(sql`select kind from ledger_closes`);
      expect(seen).toHaveLength(32);
      return seen;
    });
    expect(rows?.filter(({ kind }) => kind === 'period')).toHaveLength(1);
  });

  it('let credit go whose time is over, and post it once', async () => {
    const rows = await services[0]?.get(Db).query<{ account: string; balance: string }>(sql`
      select account, balance_nano_usd::text as balance from ledger_balances where project_id = ${projectId} order by account`);
    expect(rows).toEqual([
      { account: 'breakage', balance: '-1000' },
      { account: 'credit', balance: '0' },
      { account: 'promotion', balance: '1000' },
    ]);
  });
});
