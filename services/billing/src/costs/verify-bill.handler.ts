import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Clock, EventStore, type Queries } from '@tidegate/eventing/nest';
import { EVERYBODY } from '../metering/holding.store.ts';
import { type BillingFact, Facts } from '../rating/bill.ts';
import { USAGE } from '../rating/keep-usage.consumer.ts';
import type { Line } from '../rating/line.ts';
import { LineStore } from '../rating/line.store.ts';
import { Comparing } from './comparison.ts';
import { CostStore } from './cost.store.ts';
import type { Verification } from './verification-report.ts';

const PAGE = 1000;
const FACTS = ['ReplicaStarted', 'ReplicaStopped', 'RatePublished'] as const;

/** Computes every bill anew from the first event on, and holds it against the read model at the position that one has reached. */
@Injectable()
export class VerifyBill {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly costs: CostStore,
    private readonly lines: LineStore,
  ) {}

  /**
   * The log is never rewritten, so what is read of it up to a position fits the one state of the tables that is seen later. Most
   * of it is read before that, since a transaction must not wait for long.
   */
  async verify(): Promise<Verification> {
    const facts = new Facts();
    const before = await this.costs.atOnce((tx) => this.#position(tx));
    await this.#read(facts, 0, before);
    return this.costs.atOnce(async (tx) => {
      const position = await this.#position(tx);
      await this.#read(facts, before, position);
      const asOfUs = this.clock.nowUs();
      const comparing = new Comparing(facts.bill(asOfUs));
      for (const line of await this.costs.openLines(tx, EVERYBODY, asOfUs)) comparing.see(line);
      for await (const line of this.#endedLines(tx)) comparing.see(line);
      return { ...comparing.result(), position, asOfUs };
    });
  }

  /** Everything that concerns bills up to here is in the read model. */
  async #position(tx: Queries): Promise<number> {
    const [row] = await tx.query<{ position: number }>(
      sql`select position from es.checkpoints where consumer = ${USAGE}`,
    );
    return row?.position ?? 0;
  }

  async #read(facts: Facts, from: number, upTo: number): Promise<void> {
    for (let after = from; after < upTo;) {
      const events = await this.store.readLog({ after, limit: PAGE, types: FACTS });
      for (const event of events) if (event.position <= upTo) facts.add(event as BillingFact);
      after = events.length < PAGE ? upTo : (events.at(-1)?.position ?? upTo);
    }
  }

  async *#endedLines(tx: Queries): AsyncGenerator<Line> {
    for (let after = { replicaId: '', fromUs: 0 }; ;) {
      const page = await this.lines.all(tx, after, PAGE);
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = last;
    }
  }
}
