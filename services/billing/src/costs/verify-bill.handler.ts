import { Injectable } from '@nestjs/common';
import { Clock, type Queries } from '@tidegate/eventing/nest';
import { Calendar } from '../periods/calendar.ts';
import { Facts } from '../rating/bill.ts';
import type { Line } from '../rating/line.ts';
import { EVERYBODY } from '../usage/due.ts';
import { LineStore } from '../usage/line.store.ts';
import { Usage } from '../usage/usage.store.ts';
import { Comparing } from './comparison.ts';
import { CostStore } from './cost.store.ts';
import { LogReplay } from './log-replay.store.ts';
import type { Verification } from './verification-report.ts';

const PAGE = 1000;

/** Reads the tables of usage that are to be verified. */
@Injectable()
export class VerifiedTables {
  constructor(
    readonly costs: CostStore,
    readonly usage: Usage,
    readonly lines: LineStore,
  ) {}

  /** The lines that are stored, everybody's. */
  async *stored(tx: Queries): AsyncGenerator<Line> {
    for (let after = { endpointId: '', sourceId: '', sku: '', fromUs: 0 }; ;) {
      const page = await this.lines.all(tx, after, PAGE);
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = last;
    }
  }
}

/** Computes every bill anew from the first event on, and holds it against the read model at the position that one has reached. */
@Injectable()
export class VerifyBill {
  constructor(
    private readonly log: LogReplay,
    private readonly clock: Clock,
    private readonly tables: VerifiedTables,
    private readonly calendar: Calendar,
  ) {}

  /**
   * The log is never rewritten, so what is read of it up to a position fits the one state of the tables that is seen later. Most
   * of it is read before that, since a transaction must not wait for long.
   */
  async verify(): Promise<Verification> {
    const { costs, usage } = this.tables;
    const facts = new Facts(this.calendar);
    const before = await costs.atOnce((tx) => costs.position(tx));
    await this.log.into(facts, 0, before);
    return costs.atOnce(async (tx) => {
      const position = await costs.position(tx);
      await this.log.into(facts, before, position);
      const asOfUs = this.clock.nowUs();
      const comparing = new Comparing(facts.bill(asOfUs));
      for (const line of await usage.openLines(tx, EVERYBODY, asOfUs)) comparing.see(line);
      for await (const line of this.tables.stored(tx)) comparing.see(line);
      comparing.seeDues(facts.due(asOfUs), await usage.dueByNow(tx, asOfUs));
      return { ...comparing.result(), position, asOfUs };
    });
  }
}
