import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { isHolding, type Traces, withEvent } from '../metering/holding.ts';
import { HoldingStore } from '../metering/holding.store.ts';
import { linesOf } from './line.ts';
import { LineStore } from './line.store.ts';
import { RateCard, rateOf } from '../rates/rate-card.ts';
import { RateStore } from '../rates/rate.store.ts';

/** So many ended replicas are rated again at a time when a rate reaches back into the past. */
const PAGE = 500;
/** Later than any stop: lines of ended replicas do not depend on the time at which they are written. */
const NEVER_US = Number.MAX_SAFE_INTEGER;

/** The consumer whose checkpoint says how far the read model has come. */
export const USAGE = 'billing.usage';

/**
 * Keeps what usage asks: what each replica held, the rates, and the lines of what has ended, all as of one position of the log.
 * An event that cannot be taken halts it, loudly: a bill that is late can be mended, a bill that lacks an event is wrong.
 */
@Consumer(USAGE, { parkAfter: Infinity })
export class KeepUsage {
  constructor(
    private readonly holdings: HoldingStore,
    private readonly rates: RateStore,
    private readonly lines: LineStore,
  ) {}

  @On('ReplicaStarted')
  async begin(event: EventOf<'ReplicaStarted'>, tx: Tx): Promise<void> {
    await this.#take(tx, event);
  }

  @On('ReplicaStopped')
  async end(event: EventOf<'ReplicaStopped'>, tx: Tx): Promise<void> {
    await this.#take(tx, event);
  }

  @On('RatePublished')
  async price(event: EventOf<'RatePublished'>, tx: Tx): Promise<void> {
    const rate = rateOf(event);
    await this.rates.add(tx, rate);
    const { hardwareId, fromUs: atUs } = rate;
    for (let afterId = ''; ;) {
      const ended = await this.holdings.endedAfter(tx, { hardwareId, atUs, afterId, limit: PAGE });
      for (const traces of ended) await this.#settle(tx, traces);
      const last = ended.at(-1);
      if (!last || ended.length < PAGE) return;
      afterId = last.replicaId;
    }
  }

  async #take(tx: Tx, event: EventOf<'ReplicaStarted'> | EventOf<'ReplicaStopped'>): Promise<void> {
    const traces = withEvent(await this.holdings.find(tx, event.data.replicaId), event);
    await this.holdings.save(tx, traces);
    if (traces.stop) await this.#settle(tx, traces);
  }

  async #settle(tx: Tx, traces: Traces): Promise<void> {
    if (!isHolding(traces)) return;
    const card = new RateCard(await this.rates.of(tx, [traces.start.hardwareId]));
    await this.lines.replace(tx, traces.replicaId, linesOf(traces, card, NEVER_US));
  }
}
