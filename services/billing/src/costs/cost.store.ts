import { Injectable } from '@nestjs/common';
import type { AskOf, questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, type Queries } from '@tidegate/eventing/nest';
import { HoldingStore, type Scope } from '../metering/holding.store.ts';
import { burnRateOf, NOTHING_DUE, plus, totalsOf } from '../rating/bill.ts';
import { type Line, linesOf } from '../rating/line.ts';
import { LineStore } from '../rating/line.store.ts';
import { RateCard } from '../rates/rate-card.ts';
import { RateStore } from '../rates/rate.store.ts';
import type { Cost } from './cost-view.ts';
import { pageOf, placeOf } from './line-page.ts';

/** What was used and what it costs, as of a moment. Each answer sees one state of the tables: nothing is counted twice or missed. */
@Injectable()
export class CostStore {
  constructor(
    private readonly db: Db,
    private readonly holdings: HoldingStore,
    private readonly rates: RateStore,
    private readonly lines: LineStore,
  ) {}

  cost({ limit, cursor, ...scope }: AskOf<typeof questions.cost>, asOfUs: number): Promise<Cost> {
    const after = placeOf(cursor);
    return this.atOnce(async (tx) => {
      const open = await this.openLines(tx, scope, asOfUs);
      const totals = await this.lines.totals(tx, scope);
      const ended = await this.lines.page(tx, scope, after, limit + 1);
      return {
        asOfUs,
        totals: plus(totals.get(scope.projectId) ?? NOTHING_DUE, totalsOf(open)),
        burnRateNanoUsdPerHour: burnRateOf(open),
        ...pageOf(open, ended, { after, limit }),
      };
    });
  }

  /** The lines of everything that still runs, up to a moment. */
  async openLines(tx: Queries, scope: Scope, asOfUs: number): Promise<Line[]> {
    const holdings = await this.holdings.open(tx, scope);
    const hardwareIds = new Set(holdings.map(({ start }) => start.hardwareId));
    const card = new RateCard(await this.rates.of(tx, [...hardwareIds]));
    return holdings.flatMap((holding) => linesOf(holding, card, asOfUs));
  }

  /** Reads that all see the same moment. */
  atOnce<T>(read: (tx: Queries) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await tx.query(sql`set transaction isolation level repeatable read, read only`);
      return read(tx);
    });
  }
}
