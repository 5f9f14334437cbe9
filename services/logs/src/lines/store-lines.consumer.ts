import { metrics } from '@opentelemetry/api';
import { SUBJECTS } from '@tidegate/contracts';
import { Bus, Clock, On, type SignalOf, Worker } from '@tidegate/eventing/nest';
import { LineStore } from './line.store.ts';
import { linesOf } from './shipped-lines.ts';
import { Turns } from './turns.ts';

/**
 * Takes what the agents ship into Postgres. One endpoint's batches are stored one after the other in the order they
 * came: they would wait for the same lock anyhow, and so one endpoint's flood holds one connection and not all.
 * What cannot be stored waits for Postgres, for up to a day: by then its queue has long been full and the agents know.
 */
@Worker('logs.store-lines', { concurrency: 8, maxDeliver: 1440, backoffSeconds: [0.2, 1, 5, 15, 60] })
export class StoreLines {
  readonly #turns = new Turns();
  readonly #stored = metrics.getMeter('tidegate').createCounter('tidegate_log_lines_total', {
    description: 'log lines by what became of them',
  });

  constructor(
    private readonly store: LineStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  @On('LogLinesShipped')
  async take({ data }: SignalOf<'LogLinesShipped'>): Promise<void> {
    const lines = linesOf(data, this.clock.nowUs());
    if (lines.length === 0) return;
    const stored = await this.#turns.run(data.endpointId, () => this.store.store(data, lines));
    this.#stored.add(stored, { outcome: 'stored' });
    if (data.dropped > 0 && stored > 0) this.#stored.add(data.dropped, { outcome: 'dropped' });
    this.bus.nudge(SUBJECTS.linesStored(data.endpointId));
  }
}
