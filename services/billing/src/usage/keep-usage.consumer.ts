import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { Consumer, type EventOf, OnBatch, type Tx } from '@tidegate/eventing/nest';
import { type BillingFact, FACTS } from '../rating/bill.ts';
import { Books } from './books.store.ts';
import { FactStore } from './fact.store.ts';
import { Settling } from './settling.store.ts';

/** What the books are written at. */
const CLOSES = ['CreditGranted', 'UsageHourClosed', 'BillingPeriodClosed'] as const;
type Close = EventOf<(typeof CLOSES)[number]>;
const isClose = (event: Recorded<AnyEvent>): event is Close =>
  (CLOSES as readonly string[]).includes(event.type);

/** The consumer whose checkpoint says how far the read model has come. */
export const USAGE = 'billing.usage';

/**
 * Keeps what usage asks: what each replica held, what each endpoint is billed by, rates, plans, and the lines of what has ended, all as
 * of one position of the log, and calls the books at the places of the log at which they are written. An event that cannot be
 * taken halts it, loudly: a bill that is late can be mended, a bill that lacks an event is wrong.
 */
@Consumer(USAGE, { parkAfter: Infinity, batchSize: 2500 })
export class KeepUsage {
  constructor(
    private readonly facts: FactStore,
    private readonly settling: Settling,
    private readonly books: Books,
  ) {}

  @OnBatch([...FACTS, ...CLOSES])
  async take(events: readonly Recorded<AnyEvent>[], tx: Tx): Promise<void> {
    let facts: BillingFact[] = [];
    for (const event of events)
      if (isClose(event)) {
        await this.facts.take(tx, facts);
        facts = [];
        await this.#close(event, tx);
      } else facts.push(event as BillingFact);
    await this.facts.take(tx, facts);
  }

  /** Everything before the event in the log is in the tables, and nothing after it. */
  async #close(event: Close, tx: Tx): Promise<void> {
    if (event.type === 'CreditGranted') return this.books.credit(tx, event);
    await this.settling.settleLasting(tx, event.data.toUs);
    if (event.type === 'UsageHourClosed') await this.books.closeHour(tx, event);
    else await this.books.closePeriod(tx, event);
  }
}
