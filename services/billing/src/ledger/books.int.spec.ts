import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { line, Log, PROJECT } from '../invoices/invoices.spec-helper.ts';
import { SourceReader } from '../invoices/source-reader.store.ts';
import { InvoiceStore } from '../invoices/invoice.store.ts';
import { type Line } from '../rating/line.ts';
import { Usage } from '../usage/usage.store.ts';
import { LedgerBooks, sha256 } from './books.store.ts';
import { ChainStore } from './chain.store.ts';
import { CloseStore } from './close.store.ts';
import { type LedgerFact } from './facts.ts';
import { CreateLedger1764200000000 } from './ledger.migration.ts';
import { LedgerStore } from './ledger.store.ts';
import { brokenAt } from './transaction.ts';

const CENT = 10_000_000;

/** What is known of usage, as a spec sets it. */
let known: readonly Line[] = [];
const usage = {
  dueByNow: () => Promise.resolve(known.filter(({ billed, costNanoUsd }) => billed && costNanoUsd !== 0n)),
  closedLines: async function* (_: unknown, { projectId, period }: { projectId: string; period: string }) {
    for (const item of known)
      if (item.projectId === projectId && item.period === period) yield await Promise.resolve(item);
  },
};

@Module({
  imports: [EventingModule.forRoot({ service: 'billing', migrations: [CreateLedger1764200000000] })],
  providers: [
    LedgerBooks,
    SourceReader,
    LedgerStore,
    CloseStore,
    InvoiceStore,
    ChainStore,
    { provide: Usage, useValue: usage },
  ],
})
class BooksModule {}

describe('the ledger in Postgres', () => {
  let service: TestService;
  const db = (): Db => service.get(Db);
  beforeAll(async () => {
    service = await testService({ service: 'billing', module: BooksModule });
  });
  afterAll(() => service.close());

  const take = (event: LedgerFact): Promise<void> =>
    db().transaction((tx) => {
      const books = service.get(LedgerBooks);
      if (event.type === 'CreditGranted') return books.credit(tx, event);
      if (event.type === 'UsageHourClosed') return books.closeHour(tx, event);
      return books.closePeriod(tx, event);
    });
  const told = async (statement: string): Promise<string> => {
    try {
      await db().query({ text: statement, values: [] });
      return 'done';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('keeps what the same log comes to in memory, to the last hash, over repetition too', async () => {
    const log = new Log();
    const step = async (lines: readonly Line[], act: () => void): Promise<void> => {
      known = log.lines = [...lines];
      act();
      const event = log.events.at(-1);
      if (!event) throw new Error('something happened');
      await take(event);
      await take(event);
    };
    const first = [
      line({ replica: 1, period: '2031-01', cost: 3 * CENT }),
      line({ replica: 2, period: '2031-01', cost: 7, projectId: 'proj-000000000002' }),
    ];
    await step(first, () => log.hour());
    await step(first, () => log.grant(1, CENT));
    await step(first, () => log.period('2031-01'));
    const later = [
      line({ replica: 1, period: '2031-01', cost: CENT / 2 }),
      line({ replica: 3, period: '2031-02', cost: 5 }),
    ];
    await step(later, () => log.hour(7_200_000_000));
    await step(later, () => log.period('2031-02'));

    const invoices = await db().query<{ invoice_id: string; document: string; sha256: string }>(
      sql`select invoice_id, document, sha256 from invoices`,
    );
    expect(new Map(invoices.map(({ invoice_id, document }) => [invoice_id, document]))).toEqual(
      new Map([...log.replay.invoices].map(([id, { text }]) => [id, text])),
    );
    for (const { document, sha256: stored } of invoices) expect(sha256(document)).toBe(stored);
    for (const [projectId, { nth, hash }] of log.replay.books) {
      const chain = await service.get(ChainStore).page(db(), projectId, null, 100);
      expect(chain[0]).toMatchObject({ nth, hash });
      expect(brokenAt(chain.toReversed(), sha256)).toBeNull();
    }
    const wrong = await db().query(sql`
      select * from ledger_balances b where balance_nano_usd <> (select coalesce(sum(amount_nano_usd), 0) from ledger_entries e
        where e.project_id = b.project_id and e.account = b.account)`);
    expect(wrong).toEqual([]);
    const [open] = await db().query<{ n: number }>(sql`select count(*)::int as n from invoices_to_announce`);
    expect(open?.n).toBe(invoices.length);
  });

  it('refuses to change or remove what is posted or invoiced, for the service’s own role too', async () => {
    for (const table of ['ledger_transactions', 'ledger_entries', 'invoices', 'invoice_sources']) {
      expect(await told(`update ${table} set project_id = 'proj-000000000009'`)).toBe(
        `${table} is insert only`,
      );
      expect(await told(`delete from ${table}`)).toBe(`${table} is insert only`);
      expect(await told(`truncate ${table} cascade`)).toContain('is insert only');
    }
  });

  it('refuses a transaction that does not sum to 0, when it is committed', async () => {
    const transaction = (nth: number) => sql`
      insert into ledger_transactions (project_id, nth, cause, event_id, position, at_us, previous_hash, hash)
        values (${PROJECT}, ${nth}, 'hour', gen_random_uuid(), 1, 0, '', '')`;
    const entry = (nth: number, place: number, amount: string) => sql`
      insert into ledger_entries (project_id, nth, place, account, amount_nano_usd)
        values (${PROJECT}, ${nth}, ${place}, 'cash', ${amount})`;
    const posting = (...amounts: string[]) =>
      db().transaction(async (tx) => {
        await tx.query(transaction(1000));
        for (const [place, amount] of amounts.entries()) await tx.query(entry(1000, place, amount));
      });
    await expect(posting('5', '-4')).rejects.toThrow('sums to 1');
    await expect(posting()).rejects.toThrow('sums to nothing');
    await expect(posting('0')).rejects.toThrow('ledger_entries_amount_nano_usd_check');
    await posting('5', '-5');
    await expect(db().query(entry(1000, 7, '1'))).rejects.toThrow('sums to 1');
  });

  it('refuses a second transaction of the same event', async () => {
    const [row] = await db().query<{ event_id: string }>(
      sql`select event_id from ledger_transactions limit 1`,
    );
    await expect(
      db().query(sql`
        insert into ledger_transactions (project_id, nth, cause, event_id, position, at_us, previous_hash, hash)
          select project_id, 2000, 'hour', ${row?.event_id}, 1, 0, '', '' from ledger_transactions
            where event_id = ${row?.event_id} limit 1`),
    ).rejects.toThrow('ledger_transactions_project_id_event_id_key');
  });
});
