import { Injectable } from '@nestjs/common';
import type { AskOf, questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, type Queries } from '@tidegate/eventing/nest';
import { burnRateOf, NOTHING_DUE, plus, type Totals, totalsOf } from '../rating/bill.ts';
import type { Due } from '../usage/due.ts';
import { USAGE } from '../usage/keep-usage.consumer.ts';
import { LineStore } from '../usage/line.store.ts';
import { Usage } from '../usage/usage.store.ts';
import type { Cost } from './cost-view.ts';
import { pageOf, placeOf } from './line-page.ts';

const totalOf = (dues: readonly Due[]): Totals => dues.reduce<Totals>(plus, NOTHING_DUE);

/** What was used and what it costs, as of a moment. Each answer sees one state of the tables: nothing is counted twice or missed. */
@Injectable()
export class CostStore {
  constructor(
    private readonly db: Db,
    private readonly usage: Usage,
    private readonly lines: LineStore,
  ) {}

  cost({ limit, cursor, ...scope }: AskOf<typeof questions.cost>, asOfUs: number): Promise<Cost> {
    const after = placeOf(cursor);
    return this.atOnce(async (tx) => {
      const open = await this.usage.openLines(tx, scope, asOfUs);
      const ended = await this.lines.page(tx, scope, after, limit + 1);
      return {
        asOfUs,
        position: await this.position(tx),
        totals: plus(totalOf(await this.lines.sums(tx, scope)), totalsOf(open)),
        burnRateNanoUsdPerHour: burnRateOf(open),
        ...pageOf(open, ended, { after, limit }),
      };
    });
  }

  /** Everything that concerns bills up to here is in the tables. */
  async position(tx: Queries): Promise<number> {
    const [row] = await tx.query<{ position: number }>(
      sql`select position from es.checkpoints where consumer = ${USAGE}`,
    );
    return row?.position ?? 0;
  }

  /** Reads that all see the same moment. */
  atOnce<T>(read: (tx: Queries) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await tx.query(sql`set transaction isolation level repeatable read, read only`);
      return read(tx);
    });
  }
}
