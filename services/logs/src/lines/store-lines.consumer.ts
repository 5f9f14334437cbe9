import { metrics } from '@opentelemetry/api';
import { SUBJECTS } from '@tidegate/contracts';
import { Bus, Clock, Combiner, On, type SignalOf, Worker, isConnectionError } from '@tidegate/eventing/nest';
import { laneOf } from './lanes.ts';
import { LineWriter } from './line-writer.store.ts';
import type { Arrival } from './placing.ts';
import { linesOf, lossKeyOf, lossOf } from './shipped-lines.ts';

/** Lines that one transaction takes: the more come at once, the larger it is. */
const TOGETHER = 16_384;
const LANES = 2;

/**
 * Takes what the agents ship into Postgres, batches that wait at the same time together. An endpoint has one lane, so its
 * batches are stored in the order in which they came. What cannot be stored waits for Postgres, for up to a day: by then
 * its queue has long been full and the agents know.
 */
@Worker('logs.store-lines', {
  concurrency: 64,
  // So long lines are missing that a process had in hand when it was killed.
  ackWaitSeconds: 5,
  maxDeliver: 1440,
  backoffSeconds: [0.2, 1, 5, 15, 60],
})
export class StoreLines {
  readonly #meter = metrics.getMeter('tidegate');
  readonly #lines = this.#meter.createCounter('tidegate_logs_lines_total', {
    description: 'log lines by what became of them',
  });
  readonly #bytes = this.#meter.createCounter('tidegate_logs_bytes_total', {
    description: 'bytes of log lines that were stored',
    unit: 'By',
  });
  readonly #lag = this.#meter.createHistogram('tidegate_logs_ingest_lag_seconds', {
    description: 'from when the last line of a batch was written to when it could be asked for',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600] },
  });
  /** One more on its way than the worker has in hand cannot be: the queues are bounded by it. */
  readonly #lanes = Array.from(
    { length: LANES },
    () =>
      new Combiner<Arrival, number>((arrivals) => this.writer.store(arrivals), {
        batch: TOGETHER,
        queue: Infinity,
        concernsAll: isConnectionError,
      }),
  );

  constructor(
    private readonly writer: LineWriter,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  @On('LogLinesShipped')
  async take({ data }: SignalOf<'LogLinesShipped'>): Promise<void> {
    const nowUs = this.clock.nowUs();
    const loss = lossOf(data, nowUs);
    const arrival: Arrival = {
      endpointId: data.endpointId,
      projectId: data.projectId,
      replicaId: data.replicaId,
      lines: linesOf(data, nowUs),
      loss: loss && { line: loss, key: lossKeyOf(data) },
    };
    if (arrival.lines.length === 0 && !loss) return;
    const stored = await this.#lanes[laneOf(data.endpointId, LANES)]?.add(arrival, arrival.lines.length + 1);
    this.bus.nudge(SUBJECTS.linesStored(data.endpointId));
    this.#count(arrival, stored ?? 0, data.dropped);
  }

  #count({ lines, loss }: Arrival, stored: number, dropped: number): void {
    const last = lines.at(-1);
    if (stored > 0) {
      this.#lines.add(stored, { outcome: 'stored' });
      this.#bytes.add(lines.reduce((sum, { text }) => sum + text.length, 0));
      if (last) this.#lag.record((this.clock.nowUs() - last.atUs) / 1e6);
    }
    if (stored < lines.length) this.#lines.add(lines.length - stored, { outcome: 'repeated' });
    if (loss && (stored > 0 || lines.length === 0)) this.#lines.add(dropped, { outcome: 'dropped' });
  }
}
