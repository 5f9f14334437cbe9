import { Inject } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { type EventNamed, type RequestColumns, unpackRequests } from '@tidegate/contracts';
import { Clock, Combiner, On, Poison, type SignalOf, type Tx, Worker } from '@tidegate/eventing/nest';
import { LIMITS, type Limits } from '../retention/limits.ts';
import { dayOf } from '../retention/days.ts';
import { type Kept, type Loss, keptOf, lossesOf, mergedLosses } from './kept.ts';
import { RequestDays } from './request-days.store.ts';
import { type BatchKey, RequestStore } from './request.store.ts';
import { merged, rollUp } from './roll-up.ts';
import { arrivalsOf, rowsOf } from './rows.ts';

const MIB = 1024 * 1024;
/** Records that one transaction takes: the more there are at once, the fewer times the same hours are added to. */
const TOGETHER = 8192;

type Arrived = Readonly<{
  key: BatchKey;
  batch: RequestColumns;
  atUs: readonly number[];
  kept: Kept;
  lost: readonly Loss[];
}>;

/**
 * Takes what gateways record into Postgres, batches that wait at the same time together. Their rows, hours and losses
 * and the note that they are stored are one transaction: however often a batch comes, it counts once. What cannot be
 * stored waits for Postgres, for up to a day: by then its queue has long been full and the gateways know.
 */
@Worker('logs.store-requests', { concurrency: 32, maxDeliver: 1440, backoffSeconds: [0.2, 1, 5, 15, 60] })
export class StoreRequests {
  readonly #stored = metrics.getMeter('tidegate').createCounter('tidegate_requests_recorded', {
    description: 'requests of the access log by what became of their records',
  });
  readonly #writer = new Combiner<Arrived, boolean>((batches) => this.#write(batches), {
    batch: TOGETHER,
    queue: Infinity,
  });

  constructor(
    private readonly store: RequestStore,
    private readonly days: RequestDays,
    private readonly clock: Clock,
    @Inject(LIMITS) private readonly limits: Limits,
  ) {}

  @On('RequestsRecorded')
  async take({ data }: SignalOf<'RequestsRecorded'>): Promise<void> {
    const batch = readable(data.records);
    const nowUs = this.clock.nowUs();
    const atUs = arrivalsOf(batch, nowUs);
    const hasRoom = (await this.days.bytesToday()) <= this.limits.keepRequestMib * MIB;
    const kept = keptOf(atUs, { nowUs, keepDays: this.limits.keepRequestDays, hasRoom });
    const lost = lossesOf(batch, atUs, kept, data.lost);
    if (await this.#writer.add({ key: data, batch, atUs, kept, lost }, batch.count + 1))
      this.#count(kept, data.lost);
  }

  /** @returns for each whether it is new */
  async #write(batches: readonly Arrived[]): Promise<boolean[]> {
    await this.days.ensure(batches.flatMap(({ atUs, kept }) => kept.rows.map((n) => dayOf(atUs[n] ?? 0))));
    try {
      return await this.store.once(batches, (tx, fresh) => this.#writeNew(tx, fresh));
    } catch (error) {
      // A table may have been dropped since: the next try looks.
      this.days.forget();
      throw error;
    }
  }

  /** The hours come last: the rows that everybody adds to are held for as short a time as can be. */
  async #writeNew(tx: Tx, batches: readonly Arrived[]): Promise<void> {
    for (const { batch, atUs, kept } of batches)
      if (kept.rows.length > 0) await this.store.insert(tx, rowsOf(batch, atUs, kept.rows));
    await this.store.addLosses(tx, mergedLosses(batches.flatMap(({ lost }) => lost)));
    await this.store.addHours(tx, merged(batches.flatMap(({ batch, atUs }) => rollUp(batch, atUs))));
  }

  #count({ rows, refused }: Kept, lost: readonly Loss[]): void {
    const numbers = {
      stored: rows.length,
      no_room: refused.length,
      lost: lost.reduce((sum, { requests }) => sum + requests, 0),
    };
    for (const [outcome, count] of Object.entries(numbers))
      if (count > 0) this.#stored.add(count, { outcome });
  }
}

/** No repetition makes a batch readable. */
const readable = (records: EventNamed<'RequestsRecorded'>['data']['records']): RequestColumns => {
  try {
    return unpackRequests(records);
  } catch (error) {
    throw new Poison((error as Error).message);
  }
};
